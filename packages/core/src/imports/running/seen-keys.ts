/**
 * Remembers which keys a file has had, at 12 bytes a key: ten million take 120 to 240 MB. Keys are kept as 64-bit hashes; at ten
 * million the chance that any two differ and are taken for the same is about 1 in 370,000.
 */
export class SeenKeys {
  #slots = new Uint32Array(2 * 1024)
  #count = 0

  get size(): number {
    return this.#count
  }

  /** Notes a key. False if it was noted before. */
  add(...parts: readonly string[]): boolean {
    const [high, low] = hash64(parts.join('\u001f'))
    const at = this.#find(this.#slots, high, low)
    if (this.#slots[at] !== 0 || this.#slots[at + 1] !== 0) return false
    this.#slots[at] = high
    this.#slots[at + 1] = low
    this.#count++
    if (this.#count * 3 > this.#slots.length) this.#grow()
    return true
  }

  has(...parts: readonly string[]): boolean {
    const [high, low] = hash64(parts.join('\u001f'))
    const at = this.#find(this.#slots, high, low)
    return this.#slots[at] !== 0 || this.#slots[at + 1] !== 0
  }

  /** The slot of a hash, or the free one where it belongs. */
  #find(slots: Uint32Array, high: number, low: number): number {
    const mask = slots.length / 2 - 1
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 2
      if ((slots[at] === 0 && slots[at + 1] === 0) || (slots[at] === high && slots[at + 1] === low)) return at
    }
  }

  #grow(): void {
    const larger = new Uint32Array(this.#slots.length * 2)
    for (let at = 0; at < this.#slots.length; at += 2) {
      const [high, low] = [this.#slots[at] as number, this.#slots[at + 1] as number]
      if (high === 0 && low === 0) continue
      const target = this.#find(larger, high, low)
      larger[target] = high
      larger[target + 1] = low
    }
    this.#slots = larger
  }
}

/** cyrb53 by bryc (public domain), with both halves kept whole. Never 0, which marks a free slot. */
function hash64(text: string): readonly [high: number, low: number] {
  let h1 = 0xdeadbeef
  let h2 = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    h1 = Math.imul(h1 ^ unit, 2654435761)
    h2 = Math.imul(h2 ^ unit, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return [h1 >>> 0, (h2 | 1) >>> 0]
}
