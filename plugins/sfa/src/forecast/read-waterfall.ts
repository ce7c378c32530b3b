import { type Context, currencyDigits, type Id, type Issue, issue, TesseraError } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import type { CurrencySum } from './forecast.ts'
import { checkPeriod } from './period.ts'
import { placesWithin, readPlaces } from './places.ts'
import { requireReader } from './require-reader.ts'
import { takenDay } from './taken-day.ts'
import { type Waterfall, type WaterfallQuestion, type WaterfallStep, waterfallBuckets } from './waterfall.ts'
import { queryWaterfall, type WaterfallRow } from './waterfall-query.ts'

type Ctx = Context<typeof SfaModel>

/**
 * How the open pipeline of a period became what it is, between two snapshot days, of deals the actor sees. Start and all steps add up to the
 * end, to the minor unit. Deals are converted by the rate of the day they are looked at; what that alone changes is the step `revaluation`.
 * @throws VALIDATION, UNKNOWN_CURRENCY; REJECTED `sfa.noSnapshot` for a day without a snapshot
 */
export async function readWaterfall(ctx: Ctx, question: WaterfallQuestion): Promise<Waterfall> {
  requireReader(ctx)
  const period = checkPeriod(question.period)
  const currency = question.currency ?? ctx.company.currency
  currencyDigits(currency)
  const [from, to] = [await takenDay(ctx, question.from), await takenDay(ctx, question.to)]
  if (to.day < from.day) throw new TesseraError('VALIDATION', {}, { issues: [backwards] })
  const by = question.within?.by ?? null
  const rows = await queryWaterfall(ctx, { from, to, period, currency, by, nodes: await nodesOf(ctx, question) })
  const flows = rows.filter(({ kind }) => kind === 'flow')
  const was = flows.filter(({ came }) => came === null)
  const is = flows.filter(({ went }) => went === null)
  return {
    from: from.day,
    to: to.day,
    period,
    currency,
    start: { count: sum(was, ({ count }) => count), minor: total(was, ({ start }) => start) },
    steps: waterfallBuckets.map((bucket) => stepOf(bucket, flows)),
    end: { count: sum(is, ({ count }) => count), minor: total(is, ({ reached }) => reached) },
    missingAtStart: currencySums(rows, 'missingAtStart'),
    missingAtEnd: currencySums(rows, 'missingAtEnd'),
  }
}

const backwards: Issue = {
  ...issue(['to'], 'HOOK', { message: 'The second day lies before the first.' }),
  code: 'PERIOD',
}

async function nodesOf(ctx: Ctx, { within }: WaterfallQuestion): Promise<Id[]> {
  if (!within) return []
  return within.by === 'person' ? [within.id] : placesWithin(await readPlaces(ctx, within.by, []), within.id)
}

function stepOf(bucket: WaterfallStep['bucket'], flows: readonly WaterfallRow[]): WaterfallStep {
  if (bucket === 'revaluation')
    return step(
      bucket,
      sum(flows, ({ revalued }) => revalued ?? 0),
      total(flows, ({ revaluation }) => revaluation),
    )
  const came = flows.filter((row) => row.came === bucket)
  const changed = flows.filter(({ change }) => change === bucket)
  const went = flows.filter((row) => row.went === bucket)
  const late = went.filter((row) => row.late)
  return {
    ...step(
      bucket,
      sum([...came, ...changed, ...went], ({ count }) => count),
      total(came, ({ reached }) => reached) +
        total(changed, (row) => row.changed) -
        total(went, ({ reached }) => reached),
    ),
    lateCount: sum(late, ({ count }) => count),
    lateMinor: -total(late, ({ reached }) => reached),
  }
}

const step = (bucket: WaterfallStep['bucket'], count: number, minor: bigint): WaterfallStep => ({
  bucket,
  count,
  minor,
  lateCount: 0,
  lateMinor: 0n,
})

const sum = (rows: readonly WaterfallRow[], of: (row: WaterfallRow) => number): number =>
  rows.reduce((all, row) => all + of(row), 0)

const total = (rows: readonly WaterfallRow[], of: (row: WaterfallRow) => string | null): bigint =>
  rows.reduce((all, row) => all + BigInt(of(row) ?? 0), 0n)

const currencySums = (rows: readonly WaterfallRow[], kind: WaterfallRow['kind']): CurrencySum[] =>
  rows
    .filter((row) => row.kind === kind)
    .flatMap(({ category, currency, count, minor }) =>
      category === null || currency === null ? [] : [{ category, currency, count, minor: BigInt(minor ?? 0) }],
    )
