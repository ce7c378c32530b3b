import { formatAmount, type GraphqlKit } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import { type ForecastCategory, forecastCategories } from './category.ts'
import type { AppliedOverride, CurrencySum, Forecast, ForecastFigures, ForecastNode } from './forecast.ts'
import { readForecast } from './read-forecast.ts'
import { readWaterfall } from './read-waterfall.ts'
import type { Waterfall, WaterfallStep } from './waterfall.ts'

type Kit = GraphqlKit<typeof SfaModel>

/** `forecast(from, to, by) { nodes { name expected { category amount } } }` and `forecastWaterfall(…) { steps { bucket amount } }`. */
export function forecastFields(kit: Kit): void {
  const types = forecastTypes(kit)
  forecastQuery(kit, types)
  waterfallQuery(kit, types)
}

type ForecastTypes = ReturnType<typeof forecastTypes>

/** GraphQL types that several of the forecast's operations share. */
function forecastTypes({ builder }: GraphqlKit<typeof SfaModel>) {
  const by = builder.enumType('ForecastBy', {
    description: 'Persons have their splits of a deal; teams and territories the deals that name them.',
    values: ['person', 'team', 'territory'] as const,
  })
  const currencySum = builder.objectRef<CurrencySum>('ForecastCurrencySum').implement({
    description: 'Deals of one category in one currency, unconverted.',
    fields: (t) => ({
      category: t.exposeString('category', { nullable: false }),
      currency: t.exposeString('currency', { nullable: false }),
      count: t.exposeInt('count', { nullable: false }),
      amount: t.field({ type: 'Decimal', nullable: false, resolve: (row) => formatAmount(row) }),
    }),
  })
  return { by, currencySum }
}

/** Figures with the currency that gives their minor units a meaning. */
interface InCurrency<T> {
  readonly currency: string
  readonly of: T
}

const amountOf = (minor: bigint, currency: string): string => formatAmount({ minor, currency })

function forecastQuery(kit: Kit, types: ForecastTypes): void {
  const { builder } = kit
  const figures = builder
    .objectRef<InCurrency<ForecastFigures> & { readonly category: ForecastCategory }>('ForecastFigures')
    .implement({
      description: 'Sums of one category, in the currency of the forecast.',
      fields: (t) => ({
        category: t.exposeString('category', { nullable: false }),
        count: t.int({ nullable: false, resolve: (row) => row.of.count }),
        revenue: t.field({
          type: 'Decimal',
          nullable: false,
          resolve: (row) => amountOf(row.of.revenue, row.currency),
        }),
        weighted: t.field({
          type: 'Decimal',
          nullable: false,
          description: 'Revenue times probability, deal by deal.',
          resolve: (row) => amountOf(row.of.weighted, row.currency),
        }),
        profit: t.field({
          type: 'Decimal',
          nullable: false,
          description: 'Of deals whose cost is known.',
          resolve: (row) => amountOf(row.of.profit, row.currency),
        }),
        withoutCost: t.int({ nullable: false, resolve: (row) => row.of.withoutCost }),
        withoutAmount: t.int({ nullable: false, resolve: (row) => row.of.withoutAmount }),
      }),
    })
  const expected = builder
    .objectRef<{ category: ForecastCategory; minor: bigint; override: AppliedOverride | null; currency: string }>(
      'ForecastExpected',
    )
    .implement({
      description:
        'What is expected of a category: the override of a manager where there is one, else what was added up.',
      fields: (t) => ({
        category: t.exposeString('category', { nullable: false }),
        amount: t.field({ type: 'Decimal', nullable: false, resolve: (row) => amountOf(row.minor, row.currency) }),
        override: t.id({ nullable: true, resolve: (row) => row.override?.id ?? null }),
        reason: t.string({ nullable: true, resolve: (row) => row.override?.reason ?? null }),
        overrideApplied: t.boolean({
          nullable: false,
          description: 'False where there is no override, and where there is no rate for its currency.',
          resolve: (row) => row.override !== null && row.override.revenue !== null,
        }),
      }),
    })
  const byCategory = (of: Readonly<Record<ForecastCategory, ForecastFigures>>, currency: string) =>
    forecastCategories.map((category) => ({ category, currency, of: of[category] }))
  const node = builder.objectRef<InCurrency<ForecastNode>>('ForecastNode').implement({
    description: 'A person, team or territory; without an id, the deals that have none.',
    fields: (t) => ({
      id: t.id({ nullable: true, resolve: (row) => row.of.id }),
      name: t.string({ nullable: true, resolve: (row) => row.of.name }),
      parent: t.id({ nullable: true, resolve: (row) => row.of.parent }),
      own: t.field({ type: [figures], nullable: false, resolve: (row) => byCategory(row.of.own, row.currency) }),
      total: t.field({
        type: [figures],
        nullable: false,
        description: 'With those of all nodes below.',
        resolve: (row) => byCategory(row.of.total, row.currency),
      }),
      expected: t.field({
        type: [expected],
        nullable: false,
        resolve: ({ of, currency }) =>
          forecastCategories.map((category) => ({
            category,
            currency,
            minor: of.expected[category],
            override: of.overrides[category] ?? null,
          })),
      }),
    }),
  })
  const forecast = builder.objectRef<Forecast>('Forecast').implement({
    description: 'What is to be expected of a period, as far as the reader sees its deals.',
    fields: (t) => ({
      currency: t.exposeString('currency', { nullable: false }),
      asOf: t.expose('asOf', { type: 'Date', nullable: true }),
      nodes: t.field({
        type: [node],
        nullable: false,
        resolve: ({ nodes, currency }) => nodes.map((of) => ({ of, currency })),
      }),
      total: t.field({ type: [figures], nullable: false, resolve: (row) => byCategory(row.total, row.currency) }),
      byCurrency: t.field({ type: [types.currencySum], nullable: false, resolve: (row) => [...row.byCurrency] }),
      missingRates: t.field({
        type: [types.currencySum],
        nullable: false,
        description: 'Amounts without an exchange rate: they are in no sum.',
        resolve: (row) => [...row.missingRates],
      }),
    }),
  })
  kit.query('forecast', {
    type: forecast,
    description: 'Open deals expected to close in a period and those won in it, rolled up.',
    args: (arg) => ({
      from: arg({ type: 'Date', required: true }),
      to: arg({ type: 'Date', required: true }),
      by: arg({ type: types.by, required: true }),
      currency: arg.string(),
      asOf: arg({ type: 'Date' }),
      within: arg.id(),
    }),
    resolve: ({ from, to, ...question }, ctx) => readForecast(ctx, { period: { from, to }, ...question }),
  })
}

function waterfallQuery({ builder, ...kit }: Kit, types: ForecastTypes): void {
  const step = builder.objectRef<InCurrency<WaterfallStep>>('WaterfallStep').implement({
    description: 'What one kind of change adds to the pipeline, or takes away.',
    fields: (t) => ({
      bucket: t.string({ nullable: false, resolve: (row) => row.of.bucket }),
      count: t.int({ nullable: false, resolve: (row) => row.of.count }),
      amount: t.field({ type: 'Decimal', nullable: false, resolve: (row) => amountOf(row.of.minor, row.currency) }),
      lateCount: t.int({
        nullable: false,
        description: 'Of these, deals that closed before the first day and were entered after it.',
        resolve: (row) => row.of.lateCount,
      }),
      lateAmount: t.field({
        type: 'Decimal',
        nullable: false,
        resolve: (row) => amountOf(row.of.lateMinor, row.currency),
      }),
    }),
  })
  const waterfall = builder.objectRef<Waterfall>('ForecastWaterfall').implement({
    description: 'How the pipeline of a period became what it is. Start and steps add up to the end.',
    fields: (t) => ({
      currency: t.exposeString('currency', { nullable: false }),
      start: t.field({ type: 'Decimal', nullable: false, resolve: (row) => amountOf(row.start.minor, row.currency) }),
      startCount: t.int({ nullable: false, resolve: (row) => row.start.count }),
      steps: t.field({
        type: [step],
        nullable: false,
        resolve: ({ steps, currency }) => steps.map((of) => ({ of, currency })),
      }),
      end: t.field({ type: 'Decimal', nullable: false, resolve: (row) => amountOf(row.end.minor, row.currency) }),
      endCount: t.int({ nullable: false, resolve: (row) => row.end.count }),
      missingAtStart: t.field({
        type: [types.currencySum],
        nullable: false,
        resolve: (row) => [...row.missingAtStart],
      }),
      missingAtEnd: t.field({ type: [types.currencySum], nullable: false, resolve: (row) => [...row.missingAtEnd] }),
    }),
  })
  kit.query('forecastWaterfall', {
    type: waterfall,
    description: 'The open pipeline of a period on two snapshot days, and all that lies between.',
    args: (arg) => ({
      first: arg({ type: 'Date', required: true, description: 'The first snapshot day.' }),
      last: arg({ type: 'Date', required: true, description: 'The last snapshot day.' }),
      from: arg({ type: 'Date', required: true, description: 'First day of the period.' }),
      to: arg({ type: 'Date', required: true, description: 'Last day of the period.' }),
      currency: arg.string(),
      by: arg({ type: types.by }),
      within: arg.id({ description: 'A person, team or territory, as `by` says.' }),
    }),
    resolve: ({ first, last, from, to, currency, by, within }, ctx) =>
      readWaterfall(ctx, {
        from: first,
        to: last,
        period: { from, to },
        currency,
        within: by && within ? { by, id: within } : null,
      }),
  })
}
