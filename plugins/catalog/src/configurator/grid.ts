import { scaled, unscaled } from '../fixed-point.ts'

/** The values of a numeric feature, counted from 0: `min`, `min + step`, up to `max`. */
export class Grid {
  readonly #min: bigint
  readonly #step: bigint
  /** The place of the largest value. */
  readonly last: number

  constructor({ min, max, step }: { readonly min: string; readonly max: string; readonly step: string }) {
    this.#min = scaled(min)
    this.#step = scaled(step)
    this.last = Number((scaled(max) - this.#min) / this.#step)
  }

  valueAt(place: number): string {
    return unscaled(this.#min + BigInt(place) * this.#step)
  }

  /** The place of a value, or null where it is none of the feature's. */
  placeOf(value: string): number | null {
    const distance = scaled(value) - this.#min
    const place = Number(distance / this.#step)
    return distance % this.#step === 0n && place >= 0 && place <= this.last ? place : null
  }

  /** The places between two values; the first is behind the last where there are none. */
  between(min: string | null, max: string | null): readonly [first: number, last: number] {
    const above = min === null ? 0n : scaled(min) - this.#min
    const first = above <= 0n ? 0 : Number((above + this.#step - 1n) / this.#step)
    const below = max === null ? null : scaled(max) - this.#min
    const last = below === null ? this.last : below < 0n ? -1 : Math.min(this.last, Number(below / this.#step))
    return [first, last]
  }
}
