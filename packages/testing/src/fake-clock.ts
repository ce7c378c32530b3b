import type { Clock } from '@tessera/core'

/** A clock that stands still until a test moves it. Starts on Monday 2026-03-02 at 09:00 UTC. */
export class FakeClock implements Clock {
  #now = new Date('2026-03-02T09:00:00.000Z')

  now(): Date {
    return new Date(this.#now)
  }

  /** Sets the time: a Date, or ISO 8601 with offset. */
  set(time: Date | string): void {
    this.#now = new Date(time)
  }

  /** Moves on: `advance({ days: 1, hours: 2 })`. */
  advance(by: {
    readonly days?: number
    readonly hours?: number
    readonly minutes?: number
    readonly seconds?: number
    readonly ms?: number
  }): void {
    const hours = (by.days ?? 0) * 24 + (by.hours ?? 0)
    const seconds = (hours * 60 + (by.minutes ?? 0)) * 60 + (by.seconds ?? 0)
    this.#now = new Date(this.#now.getTime() + seconds * 1000 + (by.ms ?? 0))
  }
}
