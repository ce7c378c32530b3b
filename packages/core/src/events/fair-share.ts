/** A handler whose runs take longer than this may hold up others. */
const slowMs = 100

/** A place that a handler holds, and since when (ms, monotonic). */
export interface Place {
  readonly handler: string
  readonly since: number
}

/**
 * Keeps one slow handler from taking every place of a worker: the last one stays free for the others, except for a handler
 * known to be quick. Whoever finds no place comes back a little later.
 */
export class FairShare {
  readonly #most: number
  readonly #running = new Map<string, Set<Place>>()
  /** How long runs of a handler take (ms), the last ones counting most. */
  readonly #usualMs = new Map<string, number>()

  constructor(places: number) {
    this.#most = Math.max(places - 1, 1)
  }

  /** Takes a place for a handler; null where it holds all it may. */
  enter(handler: string): Place | null {
    const places = this.#running.get(handler) ?? new Set()
    if (places.size >= this.#most && this.#isSlow(handler, places)) return null
    const place = { handler, since: performance.now() }
    this.#running.set(handler, places.add(place))
    return place
  }

  leave(place: Place): void {
    const ms = performance.now() - place.since
    const usual = this.#usualMs.get(place.handler) ?? ms
    this.#usualMs.set(place.handler, usual * 0.7 + ms * 0.3)
    const places = this.#running.get(place.handler)
    places?.delete(place)
    if (places?.size === 0) this.#running.delete(place.handler)
  }

  // Nobody knows of a handler that has not ended yet; it counts as slow.
  #isSlow(handler: string, places: ReadonlySet<Place>): boolean {
    const now = performance.now()
    return (this.#usualMs.get(handler) ?? slowMs) >= slowMs || [...places].some((place) => now - place.since > slowMs)
  }
}
