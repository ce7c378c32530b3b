import { GraphQLError, getOperationAST, isInputType, typeFromAST, validateInputValue } from 'graphql'
import type { Issue } from '../errors/tessera-error.ts'
import type { Operation } from './limits.ts'
import { ScalarError } from './scalars.ts'

/** Everything that is wrong with the variables of an operation, each with its path. */
export function variableIssues({ schema, document, operationName, variables }: Operation): Issue[] {
  const issues: Issue[] = []
  for (const { variable, type: node, defaultValue } of getOperationAST(document, operationName)?.variableDefinitions ??
    []) {
    const type = typeFromAST(schema, node)
    const name = variable.name.value
    const given = variables?.[name]
    if (!type || !isInputType(type) || (given === undefined && (defaultValue || !String(type).endsWith('!')))) continue
    validateInputValue(
      given,
      type,
      (error, path) => issues.push({ path: [name, ...path], code: codeOf(error), message: shorten(error.message) }),
      true,
    )
  }
  return issues
}

function codeOf(error: GraphQLError): string {
  let current: unknown = error
  while (current instanceof GraphQLError) {
    if (current instanceof ScalarError) return current.issueCode
    current = current.originalError
  }
  return 'TYPE'
}

// A refused value of ten megabytes must not come back as an error of ten megabytes.
const shorten = (message: string): string => (message.length > 500 ? `${message.slice(0, 500)}…` : message)
