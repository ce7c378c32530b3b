import { commissionEngine } from '@tessera/plugin-sfa'

type Period = commissionEngine.CalendarPeriod

/**
 * What counted in the same period of the year before, by what is known now: of lines the rule is for by product, category and region, whatever
 * days the rule holds on. Below zero is zero.
 */
export function yearBefore(
  rule: commissionEngine.RuleTerms,
  lines: readonly commissionEngine.LineFacts[],
  earnedAt: commissionEngine.EarnedAt,
  above: commissionEngine.Above,
): (period: Period) => bigint {
  const whenever = { ...rule, validFrom: null, validUntil: null }
  const steps = lines
    .filter((line) => commissionEngine.ruleFor([whenever], line, line.orderedOn, above) !== null)
    .flatMap((line) => commissionEngine.stepsOf(line, earnedAt))
  const sums = new Map<string, bigint>()
  return ({ startsOn, endsOn }) => {
    const known = sums.get(startsOn)
    if (known !== undefined) return known
    const [from, to] = [yearEarlier(startsOn), yearEarlier(endsOn)]
    const sum = steps.reduce((total, { on, net }) => (on >= from && on <= to ? total + net : total), 0n)
    sums.set(startsOn, sum > 0n ? sum : 0n)
    return sum > 0n ? sum : 0n
  }
}

// As texts compare, the 29th of February is after the 28th and before March, in any year: the last day of a period needs no care.
const yearEarlier = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4).replace('-02-28', '-02-29')}`
