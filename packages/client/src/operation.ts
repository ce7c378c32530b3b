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

const ids = new WeakMap<Operation<never, never>, Promise<string>>()

/** The id by which a request names a document: `sha256:` and 64 hexadecimal digits of its text in UTF-8. */
export function documentId<Data, Variables extends object>(operation: Operation<Data, Variables>): Promise<string> {
  const known = ids.get(operation as never)
  if (known) return known
  const made = sha256(operation.document).then((hex) => `sha256:${hex}`)
  ids.set(operation as never, made)
  return made
}

/** By the platform, so that it works in browsers too. */
async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
