import type { Actor } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fields, readData, startSales, system } from './fixtures/reading.ts'
import { Account, Contact, Deal } from './fixtures/sales-model.ts'
import type { ListArguments } from './selection.ts'
import { aggregateStatement, listStatement, searchStatement } from './statements.ts'

let t: TestCrm
let clerk: Actor
let partner: Actor

beforeAll(async () => {
  t = await startSales()
  clerk = await t.actor('user', { permissions: { 'sales:names': 'all' } })
  partner = await t.actor('partner')
  const ctx = t.as(system)
  const account = await ctx
    .mutate(Account)
    .create({ name: 'Acme', credit: { minor: 100n, currency: 'EUR' }, rating: 1 })
  await ctx.mutate(Contact).create({ firstName: 'Ann', lastName: 'Secret', account: account.id })
  await ctx.mutate(Deal).create({ title: 'Big', amount: { minor: 1n, currency: 'EUR' }, account: account.id })
  const gone = await ctx.mutate(Account).create({ name: 'Gone' })
  await ctx.mutate(Account).delete(gone.id)
})

afterAll(() => t.close())

const list = (
  actor: Actor,
  args: ListArguments,
  ...names: readonly string[]
): Promise<{ nodes: Record<string, unknown>[] }> =>
  readData(
    t,
    (scope) =>
      listStatement(
        scope,
        t.crm.registry.entity('account'),
        { items: [{ key: 'nodes', type: 'nodes', row: fields(t, 'account', ...names) }] },
        args,
      ),
    actor,
  )

describe('a field that an actor may not read', () => {
  it.each<[string, ListArguments, readonly string[], string]>([
    ['is not selected', {}, ['name', 'score'], 'account.score'],
    ['is not filtered by', { where: { or: [{ not: { credit: { isNull: true } } }] } }, ['name'], 'account.credit'],
    [
      'is not filtered by from another row',
      { where: { contacts: { some: { account: { is: { score: { gt: '1' } } } } } } },
      ['name'],
      'account.score',
    ],
    ['is not ordered by', { orderBy: [{ credit: 'asc' }] }, ['name'], 'account.credit'],
    ['is not ordered by from another row', { orderBy: [{ parent: { score: 'asc' } }] }, ['name'], 'account.score'],
  ])('%s, and the refusal names it', async (_what, args, names, what) => {
    await expect(list(clerk, args, ...names)).rejects.toMatchObject({ code: 'FORBIDDEN', params: { op: 'read', what } })
  })

  it('is not aggregated, and not grouped by', async () => {
    const entity = t.crm.registry.entity('account')
    const sum = [
      { key: 'sum', type: 'sum' as const, items: [{ key: 'score', type: 'figure' as const, field: 'score' }] },
    ]
    await expect(
      readData(t, (scope) => aggregateStatement(scope, { entity, items: sum }, {}), clerk),
    ).rejects.toMatchObject({ params: { what: 'account.score' } })
    const count = [{ key: 'count', type: 'count' as const }]
    await expect(
      readData(
        t,
        (scope) => aggregateStatement(scope, { entity, items: count }, { groupBy: [{ field: 'score' }] }),
        clerk,
      ),
    ).rejects.toMatchObject({ params: { what: 'account.score' } })
    await expect(
      readData(
        t,
        (scope) =>
          aggregateStatement(scope, { entity, items: count }, { orderBy: [{ figure: 'max', field: 'score' }] }),
        clerk,
      ),
    ).rejects.toMatchObject({ params: { what: 'account.score' } })
  })

  it('is missing in rows that code reads', async () => {
    const [row] = await t.as(clerk).list(Account)
    expect(row).toMatchObject({ name: 'Acme', rating: 1 })
    expect(row).not.toHaveProperty('credit')
    const [seen] = await t.as(partner).list(Account)
    expect(Object.keys(seen ?? {}).sort()).toEqual([
      'createdAt',
      'id',
      'kind',
      'name',
      'rating',
      'updatedAt',
      'version',
    ])
  })

  it('is not searched, so that nobody finds out what stands there', async () => {
    const entity = t.crm.registry.entity('contact')
    const items = [{ key: 'title', type: 'title' as const }]
    const search = (actor: Actor, text: string) =>
      readData(t, (scope) => searchStatement(scope, { items }, [entity], { text }), actor)
    expect(await search(clerk, 'secret')).toEqual([{ title: 'Ann' }])
    expect(await search(partner, 'secret')).toEqual([])
    expect(await search(partner, 'ann')).toEqual([{ title: 'Ann' }])
  })
})

describe('an entity that an actor may not read', () => {
  it('is neither listed, nor filtered through, nor aggregated', async () => {
    const deal = t.crm.registry.entity('deal')
    await expect(
      readData(
        t,
        (scope) => listStatement(scope, deal, { items: [{ key: 'totalCount', type: 'totalCount' }] }, {}),
        clerk,
      ),
    ).rejects.toMatchObject({ params: { what: 'deal' } })
    await expect(list(clerk, { where: { deals: { some: {} } } }, 'name')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(
      readData(
        t,
        (scope) => aggregateStatement(scope, { entity: deal, items: [{ key: 'count', type: 'count' }] }, {}),
        clerk,
      ),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('the recycle bin', () => {
  it('is open to staff on request, and closed to partners', async () => {
    expect((await list(clerk, {}, 'name')).nodes).toEqual([{ name: 'Acme' }])
    expect((await list(clerk, { deleted: true }, 'name')).nodes).toEqual([{ name: 'Gone' }])
    expect((await list(partner, {}, 'name')).nodes).toEqual([{ name: 'Acme' }])
    await expect(list(partner, { deleted: true }, 'name')).rejects.toMatchObject({
      params: { what: 'account.deletedAt' },
    })
  })

  it('shows its rows to code that asks for both', async () => {
    expect(
      (await t.as(system).list(Account, { deleted: 'any', orderBy: [{ name: 'asc' }] })).map((row) => row.name),
    ).toEqual(['Acme', 'Gone'])
  })
})
