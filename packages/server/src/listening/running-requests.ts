/** The requests being answered now, so that stopping can wait for them. */
export class RunningRequests {
  #count = 0
  #stopping = false
  #waiting: (() => void)[] = []

  /** Whether new requests are to be refused. */
  get stopping(): boolean {
    return this.#stopping
  }

  async track<T>(answer: Promise<T>): Promise<T> {
    this.#count += 1
    try {
      return await answer
    } finally {
      this.#count -= 1
      if (this.#count === 0) for (const resolve of this.#waiting.splice(0)) resolve()
    }
  }

  stop(): void {
    this.#stopping = true
  }

  /** Resolves once none is left, or after `limitMs`. */
  async finished(limitMs: number): Promise<void> {
    if (this.#count === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    const timer = setTimeout(resolve, limitMs)
    await promise
    clearTimeout(timer)
  }
}
