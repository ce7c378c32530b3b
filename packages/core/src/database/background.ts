import { AsyncLocalStorage } from 'node:async_hooks'

const background = new AsyncLocalStorage<true>()

/**
 * Runs work that nobody sits before and waits for: what a worker does, what is looked after every so often. Where all share the one
 * session of an embedded database, people's statements go ahead of those asked for within it. Elsewhere it changes nothing.
 */
export const inBackground = <T>(work: () => T): T => background.run(true, work)

/** Whether whoever asks does so within `inBackground`. */
export const isBackground = (): boolean => background.getStore() === true
