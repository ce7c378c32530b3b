import { createHash } from 'node:crypto'

/** The id of a document in a request, as the draft on persisted documents of GraphQL over HTTP has it: `sha256:` and 64 hexadecimal digits. */
export const documentId = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`

/**
 * The id a request names its document by: `documentId`, or the extension that Apollo's and urql's clients send. Undefined where it names none.
 */
export function namedDocument(request: Readonly<Record<string, unknown>>): string | undefined {
  const { documentId: id, extensions } = request
  if (typeof id === 'string') return id
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } }
  const hash = persistedQuery?.sha256Hash
  return typeof hash === 'string' ? `sha256:${hash}` : undefined
}
