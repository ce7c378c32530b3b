import { createHash } from 'node:crypto'
import type { QuoteDocument } from './quote-document.ts'

/** SHA-256 of a document, whatever the order in which a database gives back its keys. */
export const documentHash = (document: QuoteDocument): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(document)))
    .digest('hex')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}
