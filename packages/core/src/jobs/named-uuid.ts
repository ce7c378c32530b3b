import { createHash } from 'node:crypto'

/** The same UUID for the same name, everywhere: version 8 of RFC 9562, from SHA-256. */
export function namedUuid(name: string): string {
  const hex = createHash('sha256').update(`tessera ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
