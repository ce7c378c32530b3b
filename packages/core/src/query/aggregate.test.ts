import { type AnyRow, formatAmount, type Money } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AggregateArguments, AggregateFunction, AggregateItem, AggregateSelection } from './aggregate-selection.ts'
import { amount, day } from './fixtures/random-rows.ts'
import { readData, startSales, system } from './fixtures/reading.ts'
import { Account, Deal } from './fixtures/sales-model.ts'
import { aggregateStatement } from './statements.ts'

type Figures = Readonly<Record<string, unknown>>
interface GroupResult {
  readonly count: number
  readonly group: Figures
  readonly sum: Figures
  readonly avg: Figures
  readonly min: Figures
  readonly max: Figures
}

let t: TestCrm
let deals: readonly AnyRow[]

beforeAll(async () => {
  t = await startSales()
  const ctx = t.as(system)
  const accounts = await ctx.mutate(Account).createMany(['a', 'b', 'c'].map((name) => ({ name })))
  const input = fc.record({
    title: fc.constant('deal'),
    amount,
    cost: fc.option(amount),
    stage: fc.constantFrom('open', 'won', 'lost'),
    closeDate: fc.option(day.map((text) => text.replace('-01-', '-03-'))),
    probability: fc.option(fc.integer({ min: 0, max: 4 }).map((quarter) => (quarter * 12.5).toFixed(4))),
    account: fc.nat(2),
  })
  const inputs = fc.sample(input, { numRuns: 60, seed: 4 })
  await ctx.mutate(Deal).createMany(
    inputs.map(
      (each, index) =>
        ({
          ...each,
          closeDate: each.closeDate && (index % 3 ? each.closeDate : each.closeDate.replace('2026', '2025')),
          account: accounts[each.account]?.id,
        }) as never,
    ),
  )
  deals = (await ctx.list(Deal, { limit: 1000 })) as readonly AnyRow[]
})

afterAll(() => t.close())

const parts = [
  { key: 'amount', part: 'amount' },
  { key: 'currency', part: 'currency' },
]

function figures(type: AggregateFunction): AggregateItem {
  const money = ['amount', 'cost'].map((field) => ({ key: field, type: 'money' as const, field, parts }))
  const day =
    type === 'min' || type === 'max' ? [{ key: 'closeDate', type: 'figure' as const, field: 'closeDate' }] : []
  return { key: type, type, items: [...money, { key: 'probability', type: 'figure', field: 'probability' }, ...day] }
}

function aggregate(args: AggregateArguments): Promise<GroupResult[]> {
  const group = ['stage', 'closeDate', 'account', 'probability'].map((field) => ({
    key: field,
    type: 'value' as const,
    field,
  }))
  const selection: AggregateSelection = {
    entity: t.crm.registry.entity('deal'),
    items: [
      { key: 'count', type: 'count' },
      { key: 'group', type: 'group', items: group },
      figures('sum'),
      figures('avg'),
      figures('min'),
      figures('max'),
    ],
  }
  return readData(t, (scope) => aggregateStatement(scope, selection, args))
}

const starts: Readonly<Record<string, (day: string) => string>> = {
  month: (text) => `${text.slice(0, 7)}-01`,
  year: (text) => `${text.slice(0, 4)}-01-01`,
  quarter: (text) => `${text.slice(0, 4)}-01-01`,
}

/** The same figures, one row at a time. */
function expected(groupBy: readonly { field: string; by?: string }[]): Map<string, GroupResult> {
  const keyOf = (row: AnyRow): Figures =>
    Object.fromEntries(
      groupBy.map(({ field, by }) => [
        field,
        row[field] !== null && by ? starts[by]?.(row[field] as string) : row[field],
      ]),
    )
  const grouped = Map.groupBy(deals, (row) => JSON.stringify(keyOf(row)))
  if (groupBy.length === 0 && grouped.size === 0) grouped.set('{}', [])
  return new Map(
    [...grouped].map(([key, rows]) => [
      key,
      {
        count: rows.length,
        group: { stage: null, closeDate: null, account: null, probability: null, ...JSON.parse(key) },
        ...Object.fromEntries((['sum', 'avg', 'min', 'max'] as const).map((name) => [name, figuresOf(name, rows)])),
      } as GroupResult,
    ]),
  )
}

function figuresOf(name: AggregateFunction, rows: readonly AnyRow[]): Figures {
  const days = rows
    .map((row) => row.closeDate as string | null)
    .filter((each) => each !== null)
    .sort()
  return {
    amount: moneyOf(
      name,
      rows.map((row) => row.amount as Money | null),
    ),
    cost: moneyOf(
      name,
      rows.map((row) => row.cost as Money | null),
    ),
    probability: numberOf(
      name,
      rows.map((row) => row.probability as string | null),
    ),
    ...(name === 'min' ? { closeDate: days[0] ?? null } : name === 'max' ? { closeDate: days.at(-1) ?? null } : {}),
  }
}

function moneyOf(name: AggregateFunction, values: readonly (Money | null)[]): unknown {
  const byCurrency = Map.groupBy(
    values.filter((value) => value !== null),
    (value) => value.currency,
  )
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, list]) => {
      const minors = list.map((value) => value.minor).sort((a, b) => (a < b ? -1 : 1))
      const sum = minors.reduce((left, right) => left + right, 0n)
      const minor =
        name === 'sum'
          ? sum
          : name === 'min'
            ? minors[0]
            : name === 'max'
              ? minors.at(-1)
              : roundedQuotient(sum, BigInt(minors.length))
      return { amount: formatAmount({ minor: minor as bigint, currency }), currency }
    })
}

/** Half away from zero, as PostgreSQL rounds numeric. */
function roundedQuotient(sum: bigint, count: bigint): bigint {
  const size = ((sum < 0n ? -sum : sum) * 2n + count) / (count * 2n)
  return sum < 0n ? -size : size
}

function numberOf(name: AggregateFunction, values: readonly (string | null)[]): number | null {
  const numbers = values.filter((value) => value !== null).map(Number)
  if (numbers.length === 0) return null
  const sum = numbers.reduce((left, right) => left + right, 0)
  return name === 'sum'
    ? sum
    : name === 'avg'
      ? sum / numbers.length
      : name === 'min'
        ? Math.min(...numbers)
        : Math.max(...numbers)
}

// Decimals come as text with the digits PostgreSQL gives them.
const asNumbers = (result: GroupResult): GroupResult =>
  JSON.parse(JSON.stringify(result), (key, value: unknown) =>
    key === 'probability' && typeof value === 'string'
      ? Number(Number(value).toFixed(6))
      : key === 'probability' && typeof value === 'number'
        ? Number(value.toFixed(6))
        : value,
  )

const groupBy = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom<{ field: string; by?: string }>(
      { field: 'stage' },
      { field: 'account' },
      { field: 'probability' },
      { field: 'closeDate' },
    ),
    fc.constantFrom('month', 'year', 'quarter').map((by) => ({ field: 'closeDate', by })),
  ),
  { maxLength: 3, selector: (item) => item.field },
)

describe('figures', () => {
  it('are what adding up by hand gives, for any grouping, and never add two currencies', async () => {
    await fc.assert(
      fc.asyncProperty(groupBy, async (groups) => {
        const wanted = [...expected(groups).values()].map(asNumbers)
        const got = (await aggregate({ groupBy: groups })).map(asNumbers)
        const byGroup = (a: GroupResult, b: GroupResult): number =>
          JSON.stringify(a.group) < JSON.stringify(b.group) ? -1 : 1
        expect(got.toSorted(byGroup)).toEqual(wanted.toSorted(byGroup))
      }),
      { numRuns: 40 },
    )
  }, 120_000)

  it('over no rows are one group without figures', async () => {
    const [only, ...others] = await aggregate({ where: { title: { eq: 'none' } } })
    expect(others).toEqual([])
    expect(only).toMatchObject({ count: 0, sum: { amount: [], probability: null }, max: { closeDate: null } })
  })

  it('over no rows in groups are no groups', async () => {
    expect(await aggregate({ where: { title: { eq: 'none' } }, groupBy: [{ field: 'stage' }] })).toEqual([])
  })

  it('come in the order asked for: by count, by group, by an amount in one currency', async () => {
    const byCount = await aggregate({
      groupBy: [{ field: 'stage' }],
      orderBy: [{ figure: 'count', direction: 'desc' }],
    })
    expect(byCount.map((each) => each.count)).toEqual(byCount.map((each) => each.count).sort((a, b) => b - a))
    const byGroup = await aggregate({
      groupBy: [{ field: 'stage' }],
      orderBy: [{ figure: 'group', field: 'stage', direction: 'desc' }],
      first: 2,
    })
    expect(byGroup.map((each) => each.group.stage)).toEqual(['won', 'open'])
    const bySum = await aggregate({
      groupBy: [{ field: 'account' }],
      orderBy: [{ figure: 'sum', field: 'amount', currency: 'JPY', direction: 'desc' }],
    })
    const yen = bySum.map((each) =>
      Number(
        (each.sum.amount as { amount: string; currency: string }[]).find((one) => one.currency === 'JPY')?.amount ??
          -Infinity,
      ),
    )
    expect(yen).toEqual(yen.toSorted((a, b) => b - a))
  })

  it('of instants group by days as a time zone has them', async () => {
    const ctx = t.as(system)
    const row = await ctx.mutate(Account).create({ name: 'late', lastSeen: new Date('2026-03-31T20:00:00Z') })
    const selection: AggregateSelection = {
      entity: t.crm.registry.entity('account'),
      items: [{ key: 'group', type: 'group', items: [{ key: 'lastSeen', type: 'value', field: 'lastSeen' }] }],
    }
    const in_ = (timeZone?: string) =>
      readData<{ group: { lastSeen: string } }[]>(t, (scope) =>
        aggregateStatement(scope, selection, {
          where: { id: { eq: row.id } },
          groupBy: [{ field: 'lastSeen', by: 'month', ...(timeZone ? { timeZone } : {}) }],
        }),
      )
    expect(await in_()).toEqual([{ group: { lastSeen: '2026-03-01T00:00:00.000Z' } }])
    expect(await in_('Asia/Shanghai')).toEqual([{ group: { lastSeen: '2026-03-31T16:00:00.000Z' } }])
  })

  it.each([
    ['a time zone that is none', { groupBy: [{ field: 'createdAt', by: 'day', timeZone: 'Mars' }] }, 'NOT_ONE_OF'],
    ['a span of a field that has no time', { groupBy: [{ field: 'stage', by: 'day' }] }, 'NOT_ONE_OF'],
    ['a field twice', { groupBy: [{ field: 'stage' }, { field: 'stage' }] }, 'GROUPED_TWICE'],
    ['groups of money', { groupBy: [{ field: 'amount' }] }, 'UNKNOWN_FIELD'],
    ['an order by money without currency', { orderBy: [{ figure: 'sum', field: 'amount' }] }, 'CURRENCY'],
    ['an order by what is not grouped', { orderBy: [{ figure: 'group', field: 'stage' }] }, 'NOT_ONE_OF'],
    ['too many groups', { first: 2001 }, 'TOO_LARGE'],
  ])('refuse %s', async (_what, args, code) => {
    await expect(aggregate(args)).rejects.toMatchObject({ code: 'VALIDATION', issues: [{ code }] })
  })
})
