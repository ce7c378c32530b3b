/** Numbers that look random and are the same each time. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number
  /** Undefined only where there is nothing to pick. */
  pick<T>(items: readonly T[]): T | undefined
}

/** Mulberry32, public domain, by Tommy Ettinger. */
export function randomOf(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, pick: (items) => items[Math.floor(next() * items.length)] }
}
