import type { AnyRow } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountInput } from './fixtures/random-rows.ts'
import { fields, readData, startSales, system } from './fixtures/reading.ts'
import { Account } from './fixtures/sales-model.ts'
import type { ConnectionSelection, ListArguments } from './selection.ts'
import { listStatement } from './statements.ts'

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: number
}

type Direction = 'asc' | 'desc'
type OrderBy = readonly Readonly<Record<string, Direction | Readonly<Record<string, Direction>>>>[]

let t: TestCrm
let rows: ReadonlyMap<string, AnyRow>

beforeAll(async () => {
  t = await startSales()
  const ids: string[] = []
  for (const { parent, tags: _tags, ...input } of fc.sample(accountInput, { numRuns: 37, seed: 3 })) {
    const row = await t
      .as(system)
      .mutate(Account)
      .create({ ...input, parent: parent === null ? null : (ids[parent] ?? null) } as never)
    ids.push(row.id)
  }
  rows = new Map((await t.as(system).list(Account, { limit: 1000 })).map((row) => [row.id, row as AnyRow]))
})

afterAll(() => t.close())

function page(args: ListArguments, upTo?: number): Promise<Page> {
  const info = (['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'] as const).map((key) => ({
    key,
    type: key,
  }))
  const selection: ConnectionSelection = {
    items: [
      {
        key: 'edges',
        type: 'edges',
        items: [
          { key: 'cursor', type: 'cursor' },
          { key: 'node', type: 'node', row: fields(t, 'account', 'id') },
        ],
      },
      { key: 'pageInfo', type: 'pageInfo', items: info },
      { key: 'totalCount', type: 'totalCount', upTo },
    ],
  }
  return readData(t, (scope) => listStatement(scope, t.crm.registry.entity('account'), selection, args))
}

const idsOf = ({ edges }: Page): string[] => edges.map((edge) => edge.node.id)

/** Every page from the start of the list to its end. */
async function forwards(args: ListArguments, size: number): Promise<Page[]> {
  const pages = [await page({ ...args, first: size })]
  while (pages.at(-1)?.pageInfo.hasNextPage)
    pages.push(await page({ ...args, first: size, after: pages.at(-1)?.pageInfo.endCursor }))
  return pages
}

/** Every page from the end of the list to its start. */
async function backwards(args: ListArguments, size: number): Promise<Page[]> {
  const pages = [await page({ ...args, last: size })]
  while (pages.at(-1)?.pageInfo.hasPreviousPage)
    pages.push(await page({ ...args, last: size, before: pages.at(-1)?.pageInfo.startCursor }))
  return pages
}

const names = [
  'name',
  'kind',
  'source',
  'rating',
  'score',
  'active',
  'founded',
  'lastSeen',
  'credit',
  'createdAt',
  'version',
  'id',
] as const
const direction = fc.constantFrom<Direction>('asc', 'desc')
const ownKey = fc.tuple(fc.constantFrom(...names), direction).map(([name, way]) => ({ [name]: way }))
const parentKey = fc
  .tuple(fc.constantFrom('name', 'rating', 'credit'), direction)
  .map(([name, way]) => ({ parent: { [name]: way } }))
const orderBy: fc.Arbitrary<OrderBy> = fc.array(fc.oneof({ weight: 4, arbitrary: ownKey }, parentKey), { maxLength: 3 })

/** Less, equal or more in one key, missing values last ascending and first descending. */
function compareKey(left: unknown, right: unknown, way: Direction): number {
  const turn = way === 'asc' ? 1 : -1
  if (left === null || right === null) return left === right ? 0 : (left === null ? 1 : -1) * turn
  const [a, b] = [left, right].map(comparable) as [string | number, string | number]
  return (a < b ? -1 : a > b ? 1 : 0) * turn
}

function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'object' && value !== null && 'minor' in value) {
    const { minor, currency } = value as { minor: bigint; currency: string }
    return `${currency} ${(minor + 1_000_000n).toString().padStart(12, '0')}`
  }
  return typeof value === 'string' && /^-?\d+\.\d+$/.test(value) ? Number(value) : value
}

function compareRows(left: AnyRow | undefined, right: AnyRow | undefined, keys: OrderBy): number {
  for (const [name, way] of keys.flatMap((key) => Object.entries(key))) {
    const order =
      typeof way === 'string'
        ? compareKey(left?.[name] ?? null, right?.[name] ?? null, way)
        : compareRows(rows.get(left?.[name] as string), rows.get(right?.[name] as string), [way])
    if (order !== 0) return order
  }
  return 0
}

describe('paging', () => {
  it('walks every row once and in order, from either end, for any order with ties and missing values', async () => {
    await fc.assert(
      fc.asyncProperty(orderBy, fc.integer({ min: 1, max: 15 }), async (keys, size) => {
        const whole = await page({ orderBy: keys, first: 200 })
        const ids = idsOf(whole)
        expect([...ids].sort()).toEqual([...rows.keys()].sort())
        for (const [index, id] of ids.slice(1).entries())
          expect(compareRows(rows.get(ids[index] ?? ''), rows.get(id), keys)).toBeLessThanOrEqual(0)
        const there = await forwards({ orderBy: keys }, size)
        expect(there.flatMap(idsOf)).toEqual(ids)
        expect(there.map((each) => each.pageInfo.hasPreviousPage)).toEqual(there.map((_, index) => index > 0))
        const back = await backwards({ orderBy: keys }, size)
        expect(back.toReversed().flatMap(idsOf)).toEqual(ids)
        expect(back.map((each) => each.pageInfo.hasNextPage)).toEqual(back.map((_, index) => index > 0))
      }),
      { numRuns: 40 },
    )
  }, 240_000)

  it('gives the rows between two cursors, in the order of the list from both ends', async () => {
    const { edges } = await page({ orderBy: [{ rating: 'desc' }], first: 200 })
    const [from, to] = [edges[4]?.cursor, edges[20]?.cursor]
    const between = edges.slice(5, 20).map((edge) => edge.node.id)
    expect(idsOf(await page({ orderBy: [{ rating: 'desc' }], first: 100, after: from, before: to }))).toEqual(between)
    expect(idsOf(await page({ orderBy: [{ rating: 'desc' }], last: 4, after: from, before: to }))).toEqual(
      between.slice(-4),
    )
  })

  it('counts the whole list under its filter, whatever the page', async () => {
    const leads = [...rows.values()].filter((row) => row.kind === 'lead').length
    const { edges, totalCount } = await page({ where: { kind: { eq: 'lead' } }, first: 2 })
    expect([edges.length, totalCount]).toEqual([2, leads])
  })

  it('counts no further than asked', async () => {
    const leads = [...rows.values()].filter((row) => row.kind === 'lead').length
    const counts = [0, 5, leads, leads + 1].map(async (upTo) => {
      const { totalCount } = await page({ where: { kind: { eq: 'lead' } }, first: 2 }, upTo)
      return totalCount
    })
    expect(await Promise.all(counts)).toEqual([0, 5, leads, leads])
    await expect(page({}, -1)).rejects.toMatchObject({ code: 'VALIDATION', issues: [{ code: 'TOO_SMALL' }] })
  })

  it('has twenty rows where nothing is said, and none for a page of zero', async () => {
    expect((await page({})).edges).toHaveLength(20)
    const empty = await page({ first: 0 })
    expect(empty).toMatchObject({ edges: [], pageInfo: { hasNextPage: true, startCursor: null, endCursor: null } })
  })

  it('stays in place while rows are added before and behind the page, and when the row of the cursor goes', async () => {
    const order: OrderBy = [{ name: 'asc' }]
    const first = await page({ orderBy: order, first: 10 })
    const rest = (await page({ orderBy: order, first: 200, after: first.pageInfo.endCursor })).edges.map(
      (edge) => edge.node.id,
    )
    const ctx = t.as(system)
    const added = await ctx.mutate(Account).createMany(['a', 'zz'].map((name) => ({ name })))
    const last = first.edges.at(-1)?.node.id ?? ''
    await ctx.mutate(Account).delete(last)
    const second = (await page({ orderBy: order, first: 200, after: first.pageInfo.endCursor })).edges.map(
      (edge) => edge.node.id,
    )
    expect(second.filter((id) => !added.some((row) => row.id === id))).toEqual(rest)
    await ctx.mutate(Account).restore(last)
    await ctx.mutate(Account).deleteMany(added.map((row) => row.id))
  })

  it('keeps microseconds apart that a millisecond would throw together', async () => {
    const ids = [...rows.keys()].slice(0, 3)
    await t.database.pipeline(
      ids.map((id, index) => ({
        text: `update crm.account set last_seen = '2030-01-01 00:00:00.00000${index + 1}+00' where id = $1`,
        values: [id],
      })),
    )
    const pages = await forwards(
      { where: { lastSeen: { gt: '2029-01-01T00:00:00Z' } }, orderBy: [{ lastSeen: 'asc' }] },
      1,
    )
    expect(pages.flatMap(idsOf)).toEqual(ids)
  })

  const forged = (...values: readonly unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url')
  it.each([
    ['no cursor at all', 'x', 'CURSOR'],
    [
      'a cursor of another order',
      forged('name:asc,id:asc', 'a', '00000000-0000-7000-8000-000000000000'),
      'CURSOR_ORDER',
    ],
    ['a cursor with too few values', forged('rating:asc,id:asc', '1'), 'CURSOR'],
    [
      'a cursor with a value of another type',
      forged('rating:asc,id:asc', 'x', '00000000-0000-7000-8000-000000000000'),
      'CURSOR',
    ],
    [
      'a cursor with a number beyond its type',
      forged('rating:asc,id:asc', '9999999999', '00000000-0000-7000-8000-000000000000'),
      'CURSOR',
    ],
  ])('refuses %s', async (_what, after, code) => {
    await expect(page({ orderBy: [{ rating: 'asc' }], after })).rejects.toMatchObject({ issues: [{ code }] })
  })

  it.each<[keyof typeof Account.fields & string, string]>([
    ['founded', '2027-02-30'],
    ['founded', '0000-01-01'],
    ['lastSeen', '2027-02-30 00:00:00+00'],
    ['lastSeen', '2027-01-01 00:00:00+99'],
    ['score', 'NaN'],
    ['active', 'yes'],
  ])('refuses a cursor whose %s no database holds: %s', async (field, value) => {
    const after = forged(`${field === 'lastSeen' ? 'last_seen' : field}:asc,id:asc`, value, [...rows.keys()][0])
    await expect(page({ orderBy: [{ [field]: 'asc' }], after })).rejects.toMatchObject({ issues: [{ code: 'CURSOR' }] })
  })

  it.each([
    ['more than 200 rows', { first: 201 }, 'TOO_LARGE'],
    ['fewer than none', { last: -1 }, 'TOO_SMALL'],
    ['both ends at once', { first: 1, last: 1 }, 'FIRST_AND_LAST'],
    ['a field that does not sort', { orderBy: [{ extra: 'asc' }] }, 'UNKNOWN_FIELD'],
    ['a direction that is none', { orderBy: [{ name: 'up' }] }, 'NOT_ONE_OF'],
  ])('refuses %s', async (_what, args, code) => {
    await expect(page(args)).rejects.toMatchObject({ code: 'VALIDATION', issues: [{ code }] })
  })
})
