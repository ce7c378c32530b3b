import { formatAmount, type Id } from '@tessera/core'
import { allocate, divideHalfAwayFromZero } from '@tessera/plugin-orders'
import type { Explanation } from '../ledger/explanation.ts'
import { type Cut, capped } from './caps.ts'
import { type CalendarPeriod, dayAfter, holdsOn, periodsBetween } from './days.ts'
import type { DueStep } from './due-steps.ts'
import { LineAccounts } from './line-account.ts'
import type { Book, ConvertedBasis, Missing } from './plan-terms.ts'
import { needsQuota, rateBasis } from './rate-basis.ts'
import { type RuleTerms, ruleFor } from './rule-terms.ts'

/** An entry the ledger should have. Amounts in minor units of the plan's currency, `eventNet` of the order's. */
export interface DueEntry {
  readonly person: Id
  readonly kind: 'earned' | 'clawback' | 'guarantee'
  readonly event: string
  readonly occurredOn: string
  readonly orderLine: Id | null
  readonly rule: Id | null
  readonly ruleVersion: number | null
  readonly eventNet: { readonly minor: bigint; readonly currency: string } | null
  /** Ten-thousandths of a per cent. */
  readonly share: bigint | null
  readonly basis: bigint | null
  readonly rate: string | null
  readonly amount: bigint
  readonly explanation: Explanation
  readonly earlier: Id | null
}

export interface DuePoint extends Missing {
  readonly person: Id
  readonly orderLine: Id
  readonly event: string
  readonly net: { readonly minor: bigint; readonly currency: string }
}

/** What an open period should hold. */
export interface DuePeriod {
  readonly period: CalendarPeriod
  readonly entries: readonly DueEntry[]
  readonly points: readonly DuePoint[]
}

interface Credit {
  readonly step: DueStep
  readonly person: Id
  readonly share: bigint
  readonly rule: RuleTerms
  readonly basis: bigint
  readonly conversion: ConvertedBasis['conversion']
}

/**
 * What the open periods of a plan should hold. It depends on what is known and on which periods are closed, and on nothing else: not on what
 * was calculated before, nor on the order in which things became known.
 * @param converted the basis of each step that earns, in the plan's currency, or what is missing
 */
export function compute(
  book: Book,
  steps: readonly DueStep[],
  converted: ReadonlyMap<DueStep, ConvertedBasis | Missing>,
): DuePeriod[] {
  const accounts = new LineAccounts(book.settled)
  const ever = new Map<Id, bigint>()
  for (const { person, kind, amount } of book.settled) if (kind === 'earned') add(ever, person, amount)
  const periods = Map.groupBy(steps, ({ period }) => period.startsOn)
  return openPeriods(book, steps).map((period) => {
    const inPeriod = periods.get(period.startsOn) ?? []
    const points: DuePoint[] = []
    const credits = inPeriod.flatMap((step) =>
      step.net > 0n ? creditsOf(book, step, converted.get(step), points) : [],
    )
    const entries = earned(book, period, credits, accounts, ever, points)
    for (const step of inPeriod) if (step.net < 0n) entries.push(...takenBack(book, step, accounts))
    return { period, entries: [...entries, ...guaranteed(book, period, entries)], points }
  })
}

/** The open periods from the plan's beginning to its end or today, and those in which something is to be told. */
function openPeriods({ plan, closedUntil, today }: Book, steps: readonly DueStep[]): CalendarPeriod[] {
  const first = closedUntil === null ? plan.validFrom : dayAfter(closedUntil)
  const end = plan.validUntil !== null && plan.validUntil < today ? plan.validUntil : today
  const last = [end, ...steps.slice(-1).map(({ period }) => period.startsOn)].toSorted().at(-1) ?? end
  return periodsBetween(first, last, plan.period)
}

/** Shares a step out, to the cent, over all who have a part in it; those who earn under the plan are credited. */
function creditsOf(
  book: Book,
  step: DueStep,
  basis: ConvertedBasis | Missing | undefined,
  points: DuePoint[],
): Credit[] {
  const { line, on, net, event } = step
  const rule = ruleFor(book.rules, line, on, book.above)
  if (!rule || !basis) return []
  const shares = book.sharesOf(line)
  const weights = shares.map(({ percent }) => percent)
  // Overlay shares are each of the whole, and add up to anything.
  const whole = weights.reduce((sum, weight) => sum + weight, 0n) === hundred
  const split = (total: bigint): bigint[] =>
    whole ? allocate(total, weights) : weights.map((weight) => divideHalfAwayFromZero(total * weight, hundred))
  const parts = 'minor' in basis ? split(basis.minor) : null
  const nets = split(net)
  return shares.flatMap(({ person, percent }, index): Credit[] => {
    if (!book.earns(person, on, line.opportunity)) return []
    const part = parts?.[index]
    if (part !== undefined && 'minor' in basis)
      return part > 0n ? [{ step, person, share: percent, rule, basis: part, conversion: basis.conversion }] : []
    const { code, message } = basis as Missing
    const missing = { minor: nets[index] ?? 0n, currency: line.currency }
    points.push({ person, orderLine: line.orderLine, event, code, message, net: missing })
    return []
  })
}

const hundred = 1_000_000n

function earned(
  book: Book,
  period: CalendarPeriod,
  credits: readonly Credit[],
  accounts: LineAccounts,
  ever: Map<Id, bigint>,
  points: DuePoint[],
): DueEntry[] {
  const { plan } = book
  const show = (minor: bigint): string => formatAmount({ minor, currency: plan.currency })
  const [planTotal, ruleTotal] = [new Map<Id, bigint>(), new Map<string, bigint>()]
  for (const { person, rule, basis } of credits) {
    add(planTotal, person, basis)
    add(ruleTotal, `${person} ${rule.id}`, basis)
  }
  const [byPlan, byRule, inPeriod] = [new Map<Id, bigint>(), new Map<string, bigint>(), new Map<Id, bigint>()]
  const ofRule = new Map<string, bigint>()
  const entries: DueEntry[] = []
  const counted = new Set<DueStep>()
  for (const { step, person, share, rule, basis, conversion } of credits) {
    const { line, event, on, net, late } = step
    const ruleKey = `${person} ${rule.id}`
    const standing = {
      byPlan: byPlan.get(person) ?? 0n,
      byPlanInPeriod: planTotal.get(person) ?? 0n,
      byRule: byRule.get(ruleKey) ?? 0n,
      byRuleInPeriod: ruleTotal.get(ruleKey) ?? 0n,
      quota: book.quotaOf(person, period.startsOn),
    }
    add(byPlan, person, basis)
    add(byRule, ruleKey, basis)
    if (needsQuota(rule) && standing.quota === null) {
      const missing = { minor: net, currency: line.currency }
      points.push({ person, orderLine: line.orderLine, event, net: missing, ...quotaMissing(period) })
      continue
    }
    const rated = rateBasis(rule, basis, standing, show)
    const account = accounts.of(line.orderLine)
    const own = accounts.shareOf(account, person)
    const cut: Cut = capped(rated.amount, [
      ['rule', rule.capPerLine, own.gross],
      ['rulePeriod', rule.capPerPeriod ?? null, ofRule.get(ruleKey) ?? 0n],
      ['line', plan.capPerLine, own.gross],
      ['period', plan.capPerPeriod, inPeriod.get(person) ?? 0n],
      ['person', plan.capPerPerson, ever.get(person) ?? 0n],
    ])
    if (!counted.has(step)) account.net += net
    counted.add(step)
    own.amount += cut.amount
    own.gross += cut.amount
    own.basis += basis
    const again = own.earlier
    own.rule ??= rule.id
    own.ruleVersion ??= rule.version
    add(inPeriod, person, cut.amount)
    add(ofRule, ruleKey, cut.amount)
    add(ever, person, cut.amount)
    entries.push({
      person,
      kind: 'earned',
      event,
      occurredOn: on,
      orderLine: line.orderLine,
      rule: rule.id,
      ruleVersion: rule.version,
      eventNet: { minor: net, currency: line.currency },
      share,
      basis,
      rate: rated.rate,
      amount: cut.amount,
      earlier: again,
      explanation: {
        rule: {
          id: rule.id,
          version: rule.version,
          name: rule.name,
          tierBasis: rule.tierBasis,
          tierMode: rule.tierMode,
        },
        parts: rated.parts,
        ...(cut.by ? { cut: { by: cut.by, from: show(rated.amount) } } : {}),
        ...(conversion ? { conversion } : {}),
        ...(late ? { late } : {}),
      },
    })
  }
  return entries
}

const quotaMissing = ({ startsOn, endsOn }: CalendarPeriod): Missing => ({
  code: 'QUOTA_MISSING',
  message: `The rule asks for the attainment of a quota, and this person has none from ${startsOn} to ${endsOn}. Set one.`,
})

/** Of everybody who has commission left on the line the part that the step is of what still counts; what takes all takes all of it. */
function takenBack({ plan }: Book, step: DueStep, accounts: LineAccounts): DueEntry[] {
  const { line, event, on, net, late } = step
  const account = accounts.of(line.orderLine)
  const remaining = account.net
  const taken = lesser(-net, remaining)
  if (taken <= 0n) return []
  account.net -= taken
  const inOrder = (minor: bigint): string => formatAmount({ minor, currency: line.currency })
  const people = [...account.people].filter(([, { amount, basis }]) => amount !== 0n || basis !== 0n)
  const whole = people.reduce((sum, [, { basis }]) => sum + basis, 0n)
  // Shared out as it was credited, so that what is left still adds up to what counts.
  const bases = allocate(
    divideHalfAwayFromZero(whole * taken, remaining),
    people.map(([, { basis }]) => basis),
  )
  return people.map(([person, share], index): DueEntry => {
    const amount = divideHalfAwayFromZero(share.amount * taken, remaining)
    const basis = bases[index] ?? 0n
    const of = formatAmount({ minor: share.amount, currency: plan.currency })
    share.amount -= amount
    share.basis -= basis
    return {
      person,
      kind: 'clawback',
      event,
      occurredOn: on,
      orderLine: line.orderLine,
      rule: share.rule,
      ruleVersion: share.ruleVersion,
      eventNet: { minor: -taken, currency: line.currency },
      share: null,
      basis: -basis,
      rate: null,
      amount: -amount,
      earlier: share.earlier,
      explanation: {
        clawback: { of, returnedNet: inOrder(taken), remainingNet: inOrder(remaining) },
        ...(late ? { late } : {}),
      },
    }
  })
}

/** What is missing to the guaranteed amount once a period is over; never more than that amount. */
function guaranteed(book: Book, period: CalendarPeriod, entries: readonly DueEntry[]): DueEntry[] {
  const floor = book.plan.floorPerPeriod
  const over = period.endsOn < book.today
  if (floor === null || !over || !holdsOn(book.plan, period.endsOn)) return []
  const show = (minor: bigint): string => formatAmount({ minor, currency: book.plan.currency })
  const sums = new Map<Id, bigint>(book.peopleOn(period.endsOn).map((person) => [person, 0n]))
  for (const { person, amount } of entries) if (sums.has(person)) add(sums, person, amount)
  return [...sums].flatMap(([person, sum]): DueEntry[] => {
    const missing = sum < 0n ? floor : floor - sum
    if (missing <= 0n) return []
    return [
      {
        person,
        kind: 'guarantee',
        event: `guarantee:${period.startsOn}`,
        occurredOn: period.endsOn,
        orderLine: null,
        rule: null,
        ruleVersion: null,
        eventNet: null,
        share: null,
        basis: null,
        rate: null,
        amount: missing,
        earlier: null,
        explanation: { guarantee: { floor: show(floor), earned: show(sum) } },
      },
    ]
  })
}

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b)

function add<K>(sums: Map<K, bigint>, key: K, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount)
}
