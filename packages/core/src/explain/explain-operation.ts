import { NoSchemaIntrospectionCustomRule, specifiedRules, validate } from 'graphql'
import { TesseraError } from '../errors/tessera-error.ts'
import { buildSchema } from '../graphql/build-schema.ts'
import { derivedOf, type FieldOrigin, fieldOrigins } from '../graphql/compiled/derived.ts'
import { defaultLimits, parseLimited } from '../graphql/limits.ts'
import type { Assembly } from '../plugin/assembly.ts'

export interface ExplainedOperation {
  /** Whether its answer is the database's JSON as it stands. */
  readonly compiled: boolean
  /** Why not. */
  readonly reason: string | null
  readonly fields: readonly FieldOrigin[]
}

/**
 * Which road a GraphQL operation takes, and who makes each of its fields.
 * @throws QUERY_SYNTAX, QUERY_INVALID, QUERY_TOO_LARGE, QUERY_TOO_DEEP
 */
export function explainOperation(assembly: Assembly, query: string, operationName?: string): ExplainedOperation {
  const schema = buildSchema(assembly)
  const document = parsed(query)
  const [invalid] = validate(schema, document, [...specifiedRules, NoSchemaIntrospectionCustomRule], { maxErrors: 1 })
  if (invalid) throw new TesseraError('QUERY_INVALID', { reason: invalid.message })
  const derived = derivedOf(schema, document, operationName)
  const reason = typeof derived === 'string' ? derived : null
  return { compiled: reason === null, reason, fields: fieldOrigins(schema, document, operationName) }
}

function parsed(query: string) {
  try {
    return parseLimited(query, defaultLimits)
  } catch (error) {
    throw error instanceof TesseraError
      ? error
      : new TesseraError('QUERY_SYNTAX', { reason: (error as Error).message }, { cause: error })
  }
}
