import { commissionEngine } from '@tessera/plugin-sfa'

type DueStep = commissionEngine.DueStep

export interface NettedSteps {
  readonly steps: readonly DueStep[]
  /** What fell away of a step that is left, in minor units. */
  readonly netted: ReadonlyMap<DueStep, bigint>
}

/**
 * Takes what falls away of an order line off what came up on it in the same period, the latest first, so that goods which come back at once
 * neither earn nor reach a tier. What falls away of earlier periods is left, to be taken back.
 */
export function netSteps(steps: readonly DueStep[]): NettedSteps {
  const kept: DueStep[] = []
  const netted = new Map<DueStep, bigint>()
  for (const group of Map.groupBy(steps, ({ line, period }) => `${line.orderLine} ${period.startsOn}`).values()) {
    const [up, down] = [group.filter(({ net }) => net > 0n), group.filter(({ net }) => net < 0n)]
    const sum = (some: readonly DueStep[]): bigint => some.reduce((total, { net }) => total + net, 0n)
    const offset = smaller(sum(up), -sum(down))
    for (const [side, sign] of [
      [up, 1n],
      [down, -1n],
    ] as const) {
      let left = offset
      for (const step of side.toReversed()) {
        const size = step.net * sign
        const cut = smaller(left, size)
        left -= cut
        if (cut === size) continue
        const rest = { ...step, net: (size - cut) * sign }
        if (cut > 0n && sign === 1n) netted.set(rest, cut)
        kept.push(rest)
      }
    }
  }
  return { steps: kept.sort(commissionEngine.inOrder), netted }
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)
