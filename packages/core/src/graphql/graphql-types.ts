import type { RequestContext } from './request-context.ts'

interface TextScalar<V = string> {
  Input: string
  Output: V
}

/** What resolvers and arguments are typed with. */
export interface GraphqlTypes {
  Context: RequestContext
  Scalars: {
    ID: TextScalar
    /** A calendar day, `2026-05-01`. */
    Date: TextScalar
    /** A point in time, ISO 8601 in UTC with milliseconds. */
    DateTime: TextScalar<string | Date>
    /** An exact decimal as text. */
    Decimal: TextScalar
    /** Whole seconds. */
    Duration: { Input: number; Output: number }
    JSON: { Input: unknown; Output: unknown }
  }
}

export type BuilderTypes = PothosSchemaTypes.ExtendDefaultTypes<GraphqlTypes>
export type GraphqlBuilder = PothosSchemaTypes.SchemaBuilder<BuilderTypes>
