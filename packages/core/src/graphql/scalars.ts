import { GraphQLError, GraphQLScalarType, type ValueNode, valueFromASTUntyped } from 'graphql'
import { type IssueCode, issue } from '../errors/issues.ts'
import { encoderOf } from '../query/encode.ts'
import type { ValueKind } from '../query/query-field.ts'
import { InvalidValue } from '../query/sql-writer.ts'

/** A value that a scalar refuses; its code goes into the issue a client sees. */
export class ScalarError extends GraphQLError {
  readonly issueCode: IssueCode

  constructor(code: IssueCode, params: Readonly<Record<string, unknown>>) {
    super(issue([], code, params).message)
    this.issueCode = code
  }
}

/** Checks a value as filters do, and passes it on as it is. */
const checked =
  (kind: ValueKind) =>
  (value: unknown): unknown => {
    try {
      encoderOf(kind)(value)
    } catch (thrown) {
      if (thrown instanceof InvalidValue) throw new ScalarError(thrown.code, thrown.params)
      throw thrown
    }
    return value
  }

const asIs = (value: unknown): unknown => value

/** The scalars every schema has besides GraphQL's own. Values that SQL made are in their final form already. */
export const scalars: readonly GraphQLScalarType[] = [
  new GraphQLScalarType({
    name: 'Date',
    description: 'A calendar day: `2026-05-01`.',
    serialize: asIs,
    parseValue: checked('date'),
  }),
  new GraphQLScalarType({
    name: 'DateTime',
    description: 'A point in time, ISO 8601 with offset: `2026-05-01T12:00:00Z`. Answers are in UTC with milliseconds.',
    serialize: (value) => (value instanceof Date ? value.toISOString() : value),
    parseValue: checked('instant'),
  }),
  new GraphQLScalarType({
    name: 'Decimal',
    description:
      'An exact decimal. Comes as text, so that no digit is lost: `"12.50"`; may be given as text or number.',
    serialize: asIs,
    parseValue: checked('decimal'),
    parseLiteral: (node) => checked('decimal')('value' in node ? String(node.value) : null),
  }),
  new GraphQLScalarType({
    name: 'Duration',
    description: 'A length of time in whole seconds.',
    serialize: asIs,
    parseValue: checked('int'),
  }),
  new GraphQLScalarType({
    name: 'JSON',
    description: 'Any JSON value.',
    serialize: asIs,
    parseValue: asIs,
    parseLiteral: (node: ValueNode, variables) => valueFromASTUntyped(node, variables),
  }),
]
