import { createHash } from 'node:crypto'
import type { PlaceOrderInput } from './place-order.ts'

/** What an order was asked to be, as 64 hexadecimal digits: equal where the content is, however its fields are sorted. */
export function requestHash(input: PlaceOrderInput): string {
  return createHash('sha256').update(canonical(input)).digest('hex')
}

/** JSON with sorted names and without what is empty. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, part]) => part !== undefined && part !== null)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`
}
