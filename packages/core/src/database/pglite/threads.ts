import { Worker } from 'node:worker_threads'

/** A thread that has not dropped its database within this time is in the middle of a statement. */
const patienceMs = 250
const keptThreads = 2
/** PGlite holds on to some 55 MB of each database it ran in a thread; they are given back with the thread. */
const databasesPerThread = 8

/** Threads without a database. They keep no process alive. */
const idle: Worker[] = []
const databasesRun = new WeakMap<Worker, number>()

export function newThread(): Worker {
  const file = import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js'
  return new Worker(new URL(file, import.meta.url), { name: 'tessera-pglite' })
}

/** A thread for a database in memory: one that ran such a database before, or a new one. */
export function takeThread(): Worker {
  const known = idle.pop()
  if (!known) return newThread()
  leaveAlone(known)
  known.ref()
  return known
}

/**
 * Keeps a thread for the next database if it proves to be free, else ends it. In a known thread a database opens in half the
 * time, since JavaScript is loaded and compiled: a test opens one after the other.
 */
export async function giveBack(thread: Worker, isFree: Promise<boolean>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  const free = await Promise.race([isFree, late])
  clearTimeout(timer)
  const run = (databasesRun.get(thread) ?? 0) + 1
  databasesRun.set(thread, run)
  if (!free || run >= databasesPerThread || idle.length >= keptThreads) {
    await thread.terminate()
    return
  }
  leaveAlone(thread)
  thread.once('exit', () => void idle.splice(idle.indexOf(thread), 1))
  thread.unref()
  idle.push(thread)
}

/** Worker listens to itself too, so not all listeners may go. */
function leaveAlone(thread: Worker): void {
  for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event)
}
