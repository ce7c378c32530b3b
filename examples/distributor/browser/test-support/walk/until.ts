import { setTimeout as wait } from 'node:timers/promises'

/** Looks again and again, for half a minute at most, until there is something. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = Date.now() + 30_000
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`There is still no ${what}.`)
    await wait(100)
  }
}
