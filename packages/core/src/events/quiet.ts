import { TesseraError } from '../errors/tessera-error.ts'
import type { Crm } from '../runtime/crm.ts'
import { describe, openWork } from './open-work.ts'

/** How long it waits at most before it looks again, in case another process did the work. */
const lookAgainMs = 50

/** Tells those who wait that something was done. */
export class Activity {
  #waiting: (() => void)[] = []
  #active = 0

  /** Deliveries being worked on in this process, and rounds of its relay. */
  get active(): number {
    return this.#active
  }

  began(): void {
    this.#active += 1
  }

  ended(): void {
    this.#active -= 1
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }

  /** Until something was done here, or for so many ms. */
  async next(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    this.#waiting.push(resolve)
    await promise
    clearTimeout(timer)
  }
}

/**
 * Waits until the outbox is relayed and every delivery that is due is done or dead, here or in other processes. What is
 * planned for later than the deadline (delayed jobs, schedules) is not waited for.
 * @throws DRAIN_TIMEOUT with what is still open, at the deadline or as soon as nothing more can happen before it
 */
export async function untilQuiet(crm: Crm, activity: Activity, timeoutMs: number, nudge: () => void): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const left = deadline - Date.now()
    const now = crm.clock.now().getTime()
    const open = await openWork(crm.database, new Date(now + Math.max(left, 0)))
    if (open.unrelayed === 0 && open.deliveries.length === 0 && activity.active === 0) return
    const hopeless =
      open.unrelayed === 0 &&
      activity.active === 0 &&
      open.deliveries.every((delivery) => delivery.dueAt.getTime() > now + left)
    if (hopeless || left <= 0)
      throw new TesseraError('DRAIN_TIMEOUT', { seconds: timeoutMs / 1000, open: describe(open) })
    if (open.unrelayed > 0) nudge()
    await activity.next(lookAgainMs)
  }
}
