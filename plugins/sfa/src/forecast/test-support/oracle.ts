import type { Id, Money } from '@tessera/core'
import type { Period, WaterfallBucket } from '../../index.ts'
import type { Lived, Stood } from './history.ts'

export type Whose = { readonly person: Id } | { readonly teams: readonly Id[] } | null

/** Half away from zero. */
const rounded = (numerator: bigint, denominator: bigint): bigint => {
  const size = numerator < 0n ? -numerator : numerator
  const whole = (2n * size + denominator) / (2n * denominator)
  return numerator < 0n ? -whole : whole
}

/** Euro cents by the latest rate of the month before; null where there is none. */
export function euros(lived: Lived, amount: Money, on: string): bigint | null {
  if (amount.currency === 'EUR') return amount.minor
  for (let age = 0; age <= 31; age++) {
    const day = new Date(Date.parse(on) - age * 86_400_000).toISOString().slice(0, 10)
    const rate = lived.rates.get(`${amount.currency} ${day}`)
    if (rate !== undefined) return rounded(amount.minor * rate * (amount.currency === 'JPY' ? 100n : 1n), 10_000n)
  }
  return null
}

/** Per cent as a whole number of ten thousandths of a per cent. */
export const exact = (percent: string): bigint => {
  const [whole = '0', fraction = ''] = percent.split('.')
  return BigInt(whole + fraction.padEnd(4, '0'))
}

/** What of an amount is a person's: the last one gets what rounding left over. Null if nothing is. */
export function share(deal: Stood, minor: bigint, person: Id): bigint | null {
  if (deal.shares.length === 0) return deal.owner === person ? minor : null
  let before = 0n
  for (const { user, percent } of deal.shares) {
    const upto = before + exact(percent)
    if (user === person) return rounded(minor * upto, 1_000_000n) - rounded(minor * before, 1_000_000n)
    before = upto
  }
  return null
}

/** What of a deal is whose the question is about: undefined if nothing, null if it has no amount. */
function mine(deal: Stood | undefined, whose: Whose): Money | null | undefined {
  if (!deal) return undefined
  if (whose === null) return deal.amount
  if ('teams' in whose) return deal.team !== null && whose.teams.includes(deal.team) ? deal.amount : undefined
  const part = share(deal, deal.amount?.minor ?? 0n, whose.person)
  return part === null ? undefined : deal.amount && { ...deal.amount, minor: part }
}

const inside = (deal: Stood, { from, to }: Period): boolean => deal.countsOn >= from && deal.countsOn <= to

/** A waterfall told deal by deal, with amounts by bucket. Deals whose rate is missing are listed. */
export function expectedWaterfall(lived: Lived, from: string, to: string, period: Period, whose: Whose) {
  const [first, second] = [lived.days.get(from) ?? [], lived.days.get(to) ?? []]
  const buckets = new Map<WaterfallBucket, bigint>()
  const add = (bucket: WaterfallBucket, minor: bigint): void =>
    void buckets.set(bucket, (buckets.get(bucket) ?? 0n) + minor)
  let [start, end] = [0n, 0n]
  let missing = 0
  for (const id of new Set([...first, ...second].map((deal) => deal.id))) {
    const [a, b] = [first.find((deal) => deal.id === id), second.find((deal) => deal.id === id)]
    const [had, has] = [mine(a, whose), mine(b, whose)]
    const counts = (deal: Stood | undefined, part: unknown): boolean =>
      deal !== undefined &&
      part !== undefined &&
      deal.status === 'open' &&
      deal.category !== 'omitted' &&
      inside(deal, period)
    const [was, is] = [counts(a, had), counts(b, has)]
    if (!was && !is) continue
    const v0 = had ? euros(lived, had, from) : 0n
    const v1 = had ? euros(lived, had, to) : 0n
    const v2 = has ? euros(lived, has, to) : 0n
    if ((was && (v0 === null || v1 === null)) || (has !== undefined && v2 === null)) {
      missing++
      continue
    }
    const reached = (has === undefined ? v1 : v2) ?? 0n
    if (was) {
      start += v0 ?? 0n
      add('revaluation', (v1 ?? 0n) - (v0 ?? 0n))
      const change = reached - (v1 ?? 0n)
      if (change !== 0n) add(change > 0n ? 'amountUp' : 'amountDown', change)
    } else add(whyCame(a, had, period), reached)
    if (is) end += reached
    else add(whyWent(b, has, period), -reached)
  }
  return { start, end, missing, buckets }
}

function whyCame(before: Stood | undefined, had: unknown, period: Period): WaterfallBucket {
  if (!before) return 'new'
  if (had === undefined) return 'assignedIn'
  if (before.status !== 'open') return 'reopened'
  return inside(before, period) ? 'included' : 'movedIn'
}

function whyWent(after: Stood | undefined, has: unknown, period: Period): WaterfallBucket {
  if (!after) return 'deleted'
  if (has === undefined) return 'assignedOut'
  if (after.status !== 'open') return after.status
  return inside(after, period) ? 'omitted' : 'movedOut'
}
