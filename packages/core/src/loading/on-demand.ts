import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * A package that is loaded when it is first used: a process that opens no queue need not wait for what queues need. Only for CommonJS
 * packages, since there `require` and `import` give the same copy.
 */
export function onDemand<T>(name: string): () => T {
  let loaded: T | undefined
  return () => {
    loaded ??= require(name) as T
    return loaded
  }
}
