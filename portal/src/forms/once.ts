import type { Client } from '@tessera/client'

const isMutation = (document: string): boolean => /^\s*(?:#[^\n]*\n\s*)*mutation\b/.test(document)

/** The API with a key for each mutation, so that a form that is sent twice does its work once. */
export function onceClient(api: Client, key: string): Client {
  let count = 0
  const keyed = (document: string) => (isMutation(document) ? { idempotencyKey: `${key}.${++count}` } : {})
  return {
    run: (operation, variables, options) => api.run(operation, variables, { ...keyed(operation.document), ...options }),
    answer: (operation, variables, options) =>
      api.answer(operation, variables, { ...keyed(operation.document), ...options }),
  }
}
