import { createHash } from 'node:crypto'
import type { Client } from '@tessera/client'

const isMutation = (document: string): boolean => /^\s*(?:#[^\n]*\n\s*)*mutation\b/.test(document)

/**
 * The API with a key for each mutation, so that a form that is sent twice does its work once. It goes with what the form says, not
 * with the variables: a page that sends only what changed finds nothing left to send the second time.
 */
export function onceClient(api: Client, key: string, data: FormData): Client {
  let count = 0
  let fingerprint: Promise<string> | undefined
  const keyed = async (document: string) => {
    if (!isMutation(document)) return {}
    const idempotencyKey = `${key}.${++count}`
    fingerprint ??= fingerprintOf(data)
    return { idempotencyKey, idempotencyFingerprint: await fingerprint }
  }
  return {
    run: async (operation, variables, options) =>
      api.run(operation, variables, { ...(await keyed(operation.document)), ...options }),
    answer: async (operation, variables, options) =>
      api.answer(operation, variables, { ...(await keyed(operation.document)), ...options }),
  }
}

/** What somebody entered; a file counts by its bytes. The token is left out: it is another one in another window. */
async function fingerprintOf(data: FormData): Promise<string> {
  const hash = createHash('sha256')
  for (const [name, value] of data) {
    if (name === 'token') continue
    hash.update(JSON.stringify([name, typeof value === 'string' ? value : [value.name, value.size]]))
    if (typeof value !== 'string') hash.update(new Uint8Array(await value.arrayBuffer()))
  }
  return hash.digest('hex')
}
