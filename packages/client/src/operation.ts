/** A GraphQL document with the types of its variables and of its answer. */
export interface Operation<Data, Variables extends object = {}> {
  readonly document: string
  /** Carries the types only; never set. */
  readonly types?: (variables: Variables) => Data
}

/**
 * Names the types of a document. That its fields exist is what a test holds against the schema.
 *
 * @example const Deals = operation<{ deals: { nodes: { id: string; title: string }[] } }, { first: number }>(
 *   'query ($first: Int) { deals(first: $first) { nodes { id title } } }')
 */
export function operation<Data, Variables extends object = {}>(document: string): Operation<Data, Variables> {
  return { document }
}
