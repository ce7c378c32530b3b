import { divideHalfAwayFromZero } from '@tessera/plugin-orders'
import type { DueStep } from './due-steps.ts'
import type { LineFacts } from './line-facts.ts'
import type { Missing, PlanTerms } from './plan-terms.ts'

/** What a step is worth by the plan's measure, in minor units of the order's currency, or what is missing to say so. */
export type Basis = bigint | Missing

/**
 * The bases of steps. Of margin each step has the part that its net is of the line's; the parts of a line add up to its margin to the cent. A
 * line that leaves no margin earns nothing.
 */
export function basesOf(plan: PlanTerms, steps: readonly DueStep[]): Map<DueStep, Basis> {
  const bases = new Map<DueStep, Basis>()
  const counted = new Map<string, bigint>()
  for (const step of steps) {
    if (step.net < 0n) continue
    const { line, net } = step
    if (plan.measure === 'revenue') {
      bases.set(step, net)
      continue
    }
    const margin = marginOf(line)
    if (typeof margin !== 'bigint') {
      bases.set(step, margin)
      continue
    }
    const before = counted.get(line.orderLine) ?? 0n
    counted.set(line.orderLine, before + net)
    bases.set(step, margin <= 0n ? 0n : part(margin, before + net, line.net) - part(margin, before, line.net))
  }
  return bases
}

const part = (margin: bigint, of: bigint, net: bigint): bigint =>
  net > 0n ? divideHalfAwayFromZero(margin * of, net) : 0n

function marginOf({ net, cost, currency }: LineFacts): Basis {
  if (cost === null)
    return { code: 'COST_MISSING', message: 'The order line has no cost, so its margin is not known. Record its cost.' }
  if (cost.currency !== currency)
    return {
      code: 'COST_CURRENCY',
      message: `The order line costs ${cost.currency} and sells for ${currency}. Record its cost in ${currency}.`,
    }
  return net - cost.minor
}
