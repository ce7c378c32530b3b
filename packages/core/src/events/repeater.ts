import { inBackground } from '../database/index.ts'

/** Does something in the background, every so often and whenever woken, never twice at a time. A wake during a round brings another round. */
export class Repeater {
  readonly #everyMs: number
  readonly #round: () => Promise<void>
  readonly #onError: (error: unknown) => void
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #again = false
  #closed = false

  constructor(everyMs: number, round: () => Promise<void>, onError: (error: unknown) => void) {
    this.#everyMs = everyMs
    this.#round = round
    this.#onError = onError
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Begins a round now, or right after the running one. */
  wake(): void {
    if (this.#closed) return
    if (this.#running) {
      this.#again = true
      return
    }
    clearTimeout(this.#timer)
    this.#running = this.#run()
  }

  /** Begins the first round after the usual pause. */
  rest(): void {
    if (this.#closed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.wake(), this.#everyMs)
  }

  /** Ends after the running round. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      await inBackground(this.#round)
    } catch (error) {
      // While closing, connections go away under a round; nothing is lost by its failing.
      if (!this.#closed) this.#onError(error)
    }
    this.#running = undefined
    if (this.#again) {
      this.#again = false
      this.wake()
    } else {
      this.rest()
    }
  }
}
