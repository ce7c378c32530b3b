import type { Output } from './output.ts'

/** One line on the terminal that is written over; elsewhere a line now and then, so that a log stays readable. */
export class ProgressLine {
  readonly #output: Output
  readonly #live: boolean
  #last = 0
  #shown = ''

  constructor(output: Output) {
    this.#output = output
    this.#live = process.stderr.isTTY === true
  }

  show(text: string): void {
    const now = performance.now()
    // Often enough to see it move, not so often that a terminal slows the work down.
    if (text === this.#shown || now - this.#last < (this.#live ? 80 : 2000)) return
    this.#last = now
    this.#shown = text
    this.#output.err(this.#live ? `\r\u001b[2K${text}` : `${text}\n`)
  }

  /** Takes the line away, before the result is printed. */
  clear(): void {
    this.#shown = ''
    if (this.#live) this.#output.err('\r\u001b[2K')
  }

  /** Ends the line with its final words. */
  end(text: string): void {
    this.clear()
    this.#output.err(`${text}\n`)
  }
}
