/** What the primary had written at a moment: whoever has replayed `position` has everything that was committed before `at`. */
interface Fence {
  /** ms of the primary's clock. */
  readonly at: number
  readonly position: bigint
}

/** A place in the write-ahead log (`16/B374D848`) as a number that grows. */
export function positionOf(lsn: string): bigint {
  const [high = '0', low = '0'] = lsn.split('/')
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

/**
 * How the log grew of late. So a replica's place in the log says what it has, in time: no clock of two machines is compared, and
 * nothing is asked of those who write.
 */
export class Fences {
  #fences: Fence[] = []
  readonly #keepMs: number

  constructor(keepMs: number) {
    this.#keepMs = keepMs
  }

  add(at: number, position: bigint): void {
    this.#fences.push({ at, position })
    const first = this.#fences.findIndex((fence) => fence.at >= at - this.#keepMs)
    if (first > 0) this.#fences = this.#fences.slice(first)
  }

  /** Until when (ms of the primary's clock) whoever has replayed so much has everything; null where that is longer ago than is kept. */
  until(replayed: bigint): number | null {
    return this.#fences.findLast(({ position }) => position <= replayed)?.at ?? null
  }
}
