/** Numbers that look random and are the same on every machine (mulberry32, public domain, Tommy Ettinger). */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** Its own for everything that has a name, whatever else there is: made again, each gets what it got before (FNV-1a). */
  static of(name: string): Dice {
    let hash = 0x811c9dc5
    for (const sign of name) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193)
    return new Dice(hash)
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)] as T
  }

  /** True with this chance, from 0 to 1. */
  chance(part: number): boolean {
    return this.next() < part
  }
}
