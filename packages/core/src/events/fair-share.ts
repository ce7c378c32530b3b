/** A handler whose runs take longer than this may hold up others. */
const slowMs = 100

/** Of the jobs a handler has no place for, one comes back every so often. */
const comesBackMs = 250

/** Sending them away takes a place at most this part of the time. */
const awayShare = 1 / 5

/** None is away for longer. */
const longestAwayMs = 10_000

/** A place that a handler holds, and when its present run began (ms, monotonic). */
export interface Place {
  readonly handler: string
  since: number
}

/**
 * Keeps one slow handler from taking every place of a worker: the last one stays free for the others, except for a handler
 * known to be quick. Whoever finds no place comes back a little later.
 */
export class FairShare {
  readonly #places: number
  readonly #most: number
  readonly #running = new Map<string, Set<Place>>()
  /** How long runs of a handler take (ms), the last ones counting most. */
  readonly #usualMs = new Map<string, number>()
  /** How long it takes to send a job away (ms), the longest of late. */
  #sendingMs = 0
  /** When the last job that a handler had no place for comes back (ms, monotonic). */
  readonly #lastBack = new Map<string, number>()

  constructor(places: number) {
    this.#places = places
    this.#most = Math.max(places - 1, 1)
  }

  /** Takes a place for a handler; null where it holds all it may. */
  enter(handler: string): Place | null {
    const places = this.#running.get(handler) ?? new Set()
    if (!this.#may(handler, places)) return null
    const place = { handler, since: performance.now() }
    this.#running.set(handler, places.add(place))
    return place
  }

  /**
   * For how long (ms) a job that found no place stays away. They come back one by one, however many there are: asking for places all
   * the time they would keep the worker from everybody else.
   */
  away(handler: string): number {
    const now = performance.now()
    const spacing = Math.max(comesBackMs, this.#sendingMs / awayShare)
    const back = Math.max(now, this.#lastBack.get(handler) ?? 0) + spacing
    this.#lastBack.set(handler, Math.min(back, now + longestAwayMs))
    return Math.min(back - now, longestAwayMs)
  }

  /** Says how long it took to send a job away. */
  sentAway(ms: number): void {
    this.#sendingMs = Math.max(ms, this.#sendingMs * 0.8)
  }

  /** Whether a place stands empty that the handler could take. */
  hasRoom(handler: string): boolean {
    let taken = 0
    for (const places of this.#running.values()) taken += places.size
    return taken < this.#places && this.#may(handler, this.#running.get(handler) ?? new Set())
  }

  /** A run has ended, and the next one begins in the same place. */
  next(place: Place): void {
    const now = performance.now()
    const ms = now - place.since
    const usual = this.#usualMs.get(place.handler) ?? ms
    this.#usualMs.set(place.handler, usual * 0.7 + ms * 0.3)
    place.since = now
  }

  leave(place: Place): void {
    this.next(place)
    const places = this.#running.get(place.handler)
    places?.delete(place)
    if (places?.size === 0) this.#running.delete(place.handler)
  }

  #may(handler: string, places: ReadonlySet<Place>): boolean {
    return places.size < this.#most || !this.#isSlow(handler, places)
  }

  // Nobody knows of a handler that has not ended yet; it counts as slow.
  #isSlow(handler: string, places: ReadonlySet<Place>): boolean {
    const now = performance.now()
    return (this.#usualMs.get(handler) ?? slowMs) >= slowMs || [...places].some((place) => now - place.since > slowMs)
  }
}
