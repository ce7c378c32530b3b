/** How many pages are made at a time: one works while the others wait for the database. */
const usualPlaces = 3
/** A page that takes longer waits for something slow; nobody is to wait for that. */
const longestHoldMs = 50

/**
 * Makes pages in the order they were asked for, a few at a time. All at once, each would be done when nearly all are: eight who ask
 * at the same moment would all wait as long as the last one has to.
 */
export class Turns {
  readonly #holdMs: number
  readonly #waiting: (() => void)[] = []
  #free: number

  constructor({ places = usualPlaces, holdMs = longestHoldMs }: { places?: number; holdMs?: number } = {}) {
    this.#free = places
    this.#holdMs = holdMs
  }

  /** Runs `work` when its turn comes. Its place goes to the next one when it is done, or has had it for long enough. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => void this.#waiting.push(resolve))
    let holds = true
    const passOn = (): void => {
      if (!holds) return
      holds = false
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
    const timer = setTimeout(passOn, this.#holdMs)
    try {
      return await work()
    } finally {
      clearTimeout(timer)
      passOn()
    }
  }
}
