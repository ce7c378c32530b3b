import { type Context, formatAmount, type Id, type RowIn } from '@tessera/core'
import { commissionEngine, companyDay } from '@tessera/plugin-sfa'
import { type PrmModel, type RewardExplanation, type RewardProgram, RewardRule } from '../../model.ts'
import type { Referral } from '../referrals/referrals.ts'
import { knownSince } from './known-since.ts'
import { loadOrders, type PartnerLine } from './load-orders.ts'
import { loadPartners, type Partners } from './load-partners.ts'
import { type Closing, loadClosing, loadSettled, type SettledReward } from './load-settled.ts'
import { netSteps } from './net-steps.ts'
import { loadPriceFacts, type PriceFacts, priceSteps } from './price-steps.ts'
import { loadReferrals, type ReferralLine, referralLines, referralSteps } from './referral-steps.ts'
import { rulesFor, type Stream, streamsOf } from './streams.ts'
import { yearBefore } from './year-before.ts'

type Ctx = Context<typeof PrmModel>
type Program = RowIn<typeof PrmModel, typeof RewardProgram>
type DueStep = commissionEngine.DueStep

/** An entry the ledger should have. Amounts in minor units of the currency. */
export interface DueReward extends Omit<commissionEngine.DueEntry, 'explanation' | 'person' | 'share' | 'kind'> {
  readonly kind: 'earned' | 'clawback'
  readonly partner: Id
  readonly currency: string
  readonly stream: Stream
  readonly explanation: RewardExplanation
}

/** What an open period should hold. */
export interface DuePeriod {
  readonly period: commissionEngine.CalendarPeriod
  readonly entries: readonly DueReward[]
}

/** All a calculation looks at. */
interface World {
  readonly program: Program
  readonly streams: readonly Stream[]
  readonly lines: readonly PartnerLine[]
  readonly partners: Partners
  readonly settled: readonly SettledReward[]
  readonly closing: Closing
  readonly above: commissionEngine.Above
  readonly referrals: readonly Referral[]
  readonly prices: PriceFacts
  readonly today: string
}

/** What is worked out together: a stream for one partner in one currency. */
interface Task {
  readonly stream: Stream
  readonly partner: Id
  readonly currency: string
  readonly book: commissionEngine.Book
  readonly steps: readonly DueStep[]
  readonly referrals: ReadonlyMap<string, ReferralLine>
}

/**
 * What the open periods of a programme should hold, by what is known now and by what closed periods settled; not by what was calculated
 * before. The number of statements does not grow with the number of orders. Needs the system's rights.
 */
export async function dueRewards(ctx: Ctx, program: Program): Promise<{ due: DuePeriod[]; until: string | null }> {
  const world = await look(ctx, program)
  const tasks = tasksOf(world)
  const known = await knownSince(
    ctx,
    tasks.flatMap(({ steps }) => steps.filter(isLate).map(({ event, line }) => ({ event, orderLine: line.orderLine }))),
  )
  for (const { id, source, knownAt } of world.referrals) known.set(`referral:${source}:${id}`, knownAt)
  const periods = new Map<string, { period: commissionEngine.CalendarPeriod; entries: DueReward[] }>()
  for (const task of tasks) {
    for (const { period, entries } of rewardsOf(world, task, known)) {
      const there = periods.get(period.startsOn) ?? { period, entries: [] }
      there.entries.push(...entries)
      periods.set(period.startsOn, there)
    }
  }
  const due = [...periods.values()].sort((a, b) => (a.period.startsOn < b.period.startsOn ? -1 : 1))
  return { due, until: world.closing.until }
}

/** Days before a programme's first one that are looked at: the year before, for growth. */
const lookBack = 366

async function look(ctx: Ctx, program: Program): Promise<World> {
  const rules = await ctx.list(RewardRule, {
    where: { program: { eq: program.id } },
    orderBy: [{ id: 'asc' }],
    limit: 10_000,
  })
  const settled = await loadSettled(ctx, program.id)
  const closing = await loadClosing(ctx, program.id)
  const longest = Math.max(lookBack, ...rules.map(({ days }) => days ?? 0))
  const lines = await loadOrders(ctx, {
    program: program.id,
    from: shift(program.validFrom, -longest),
    until: program.validUntil,
  })
  return {
    program,
    streams: streamsOf(rules),
    lines,
    partners: await loadPartners(ctx),
    settled,
    closing,
    above: await commissionEngine.loadAbove(ctx as never),
    referrals: await loadReferrals(ctx, rules, program),
    prices: await loadPriceFacts(ctx, rules, lines),
    today: companyDay(ctx),
  }
}

function tasksOf(world: World): Task[] {
  const settled = Map.groupBy(world.settled, ({ stream, person, currency }) => `${stream} ${person} ${currency}`)
  const frozen = Map.groupBy(world.settled, ({ stream, orderLine }) => `${stream} ${orderLine}`)
  return world.streams.flatMap((stream) => {
    const referrals =
      stream.kind === 'referral'
        ? referralLines(world.referrals, world.streams, stream, world.partners, world.settled)
        : null
    const shares = new Map<string, commissionEngine.LineFacts[]>()
    const give = (partner: Id, line: commissionEngine.LineFacts): void => {
      const key = `${partner} ${line.currency}`
      shares.set(key, [...(shares.get(key) ?? []), line])
    }
    if (referrals) for (const { line, partner } of referrals.values()) give(partner, line)
    else
      for (const { line, partner } of world.lines) {
        // What a closed period settled of a line stays with whom it was settled.
        const stay = frozen.get(`${stream.key} ${line.orderLine}`)
        for (const to of stay ? new Set(stay.map(({ person }) => person)) : recipients(world.partners, stream, partner))
          give(to, line)
      }
    for (const key of settled.keys()) {
      const [of, partner, currency] = key.split(' ') as [string, Id, string]
      if (of === stream.key && !shares.has(`${partner} ${currency}`)) shares.set(`${partner} ${currency}`, [])
    }
    return [...shares].flatMap(([key, lines]): Task[] => {
      const [partner, currency] = key.split(' ') as [Id, string]
      const own = settled.get(`${stream.key} ${key}`) ?? []
      const book = bookOf(world, stream, partner, currency, lines, own)
      if (book.rules.length === 0 && own.length === 0) return []
      return [
        {
          stream,
          partner,
          currency,
          book,
          steps: stepsOf(world, stream, book, partner),
          referrals: referrals ?? new Map(),
        },
      ]
    })
  })
}

const recipients = (partners: Partners, { reach }: Stream, partner: Id | null): readonly Id[] =>
  partner === null ? [] : reach === 'own' ? [partner] : partners.upFrom(partner)

function bookOf(
  { program, partners, closing, above, today }: World,
  stream: Stream,
  partner: Id,
  currency: string,
  lines: readonly commissionEngine.LineFacts[],
  settled: readonly SettledReward[],
): commissionEngine.Book {
  const earner = partners.get(partner)
  const earns = earner !== undefined && (program.program === null || program.program === earner.program)
  const rules = earns ? rulesFor(stream.rules, earner, currency) : []
  const plan: commissionEngine.PlanTerms = {
    id: program.id,
    validFrom: program.validFrom,
    validUntil: program.validUntil,
    currency,
    period: program.period,
    measure: 'revenue',
    earnedAt: stream.earnedAt,
    capPerLine: null,
    capPerPeriod: null,
    capPerPerson: null,
    floorPerPeriod: null,
  }
  const growth = stream.kind === 'growthBonus' ? rules[0] : undefined
  const before = growth ? yearBefore(growth, lines, stream.earnedAt, above) : () => 0n
  return {
    plan,
    rules,
    above,
    lines,
    settled,
    closedUntil: closing.until,
    today,
    sharesOf: () => [{ person: partner, percent: 1_000_000n }],
    earns: () => true,
    // Who had nothing the year before has no growth: a threshold that nothing reaches.
    quotaOf: (_partner, start) => before(commissionEngine.periodOf(start, program.period)) || unreachable,
    peopleOn: () => [],
  }
}

const unreachable = 10n ** 30n

function stepsOf(world: World, stream: Stream, book: commissionEngine.Book, partner: Id): DueStep[] {
  if (stream.kind === 'priceProtection') {
    const steps = priceSteps(world.prices, stream, partner, book.lines)
    return commissionEngine.dueSteps(book, (line) => steps.get(line.orderLine) ?? [])
  }
  if (stream.kind === 'referral') return commissionEngine.dueSteps(book, referralSteps)
  return commissionEngine.dueSteps(book)
}

/** What is told for the first time, of a period that is closed. */
const isLate = ({ late, net }: DueStep): boolean => late !== null && net > 0n

function* rewardsOf(
  world: World,
  { stream, partner, currency, book, steps, referrals }: Task,
  known: ReadonlyMap<string, Date>,
): Generator<DuePeriod> {
  const told = new Set(book.settled.map(({ event }) => event))
  // A later rule, tier or partner does not reach into closed periods: only what became known after the close does.
  const fresh = steps.filter((step) => {
    if (!isLate(step) || told.has(step.event)) return true
    const [closedAt, since] = [world.closing.closedAt(step.late ?? ''), known.get(step.event)]
    return since !== undefined && closedAt !== null && since > closedAt
  })
  const { steps: net, netted } = netSteps(fresh)
  const bases = new Map(
    net.flatMap((step) => (step.net > 0n ? [[step, { minor: step.net, conversion: null }] as const] : [])),
  )
  const cut = new Map(
    [...netted].map(([step, minor]) => [`${step.line.orderLine} ${step.event} ${step.period.startsOn}`, minor]),
  )
  const show = (minor: bigint): string => formatAmount({ minor, currency })
  for (const { period, entries } of commissionEngine.compute(book, net, bases)) {
    yield {
      period,
      entries: entries.map(({ person: _person, share: _share, kind, explanation, orderLine, ...entry }): DueReward => {
        const { rule, conversion: _conversion, guarantee: _guarantee, ...rest } = explanation
        const away = cut.get(`${orderLine} ${entry.event} ${period.startsOn}`)
        const referral = referrals.get(entry.event)
        return {
          ...entry,
          kind: kind as DueReward['kind'],
          orderLine: stream.kind === 'referral' ? null : orderLine,
          partner,
          currency,
          stream,
          explanation: {
            ...rest,
            ...(rule ? { rule: { id: rule.id, version: rule.version, name: rule.name, kind: stream.kind } } : {}),
            ...(away ? { netted: show(away) } : {}),
            ...(stream.kind === 'growthBonus' && kind === 'earned'
              ? { yearBefore: growthOf(world, book, period, show) }
              : {}),
            ...(referral && kind === 'earned' ? { referral: referral.told } : {}),
            ...(stream.kind === 'priceProtection' ? priceOf(world.prices, entry.event, partner, stream) : {}),
          },
        }
      }),
    }
  }
}

function growthOf(
  { program }: World,
  book: commissionEngine.Book,
  period: commissionEngine.CalendarPeriod,
  show: (minor: bigint) => string,
): NonNullable<RewardExplanation['yearBefore']> {
  const quota = book.quotaOf('', period.startsOn) ?? 0n
  const before = commissionEngine.periodOf(shiftYear(period.startsOn), program.period)
  return { from: before.startsOn, to: before.endsOn, amount: show(quota === unreachable ? 0n : quota) }
}

const priceOf = (prices: PriceFacts, event: string, partner: Id, stream: Stream) => {
  const price = prices.told(event, partner, stream)
  return price ? { price } : {}
}

const shiftYear = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`

function shift(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
