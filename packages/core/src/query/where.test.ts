import type { AnyRow } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { matches, type World } from './fixtures/oracle.ts'
import { accountInput, contactInput } from './fixtures/random-rows.ts'
import { accountWhere } from './fixtures/random-where.ts'
import { fields, readData, startSales, system } from './fixtures/reading.ts'
import { Account, Contact, Tag } from './fixtures/sales-model.ts'
import { listStatement } from './statements.ts'

let t: TestCrm
let world: World

beforeAll(async () => {
  t = await startSales()
  const ctx = t.as(system)
  const tags = await ctx
    .mutate(Tag)
    .createMany(['a', 'b', 'c', 'ab'].map((label, index) => ({ label, weight: index === 2 ? null : index })))
  const inputs = fc.sample(accountInput, { numRuns: 40, seed: 1 })
  const ids: string[] = []
  for (const { parent, tags: chosen, ...input } of inputs) {
    const row = await ctx.mutate(Account).create({
      ...input,
      parent: parent === null ? null : (ids[parent] ?? null),
      tags: chosen.map((index) => tags[index]?.id),
    } as never)
    ids.push(row.id)
  }
  const contacts = fc.sample(contactInput, { numRuns: 60, seed: 2 })
  await ctx.mutate(Contact).createMany(
    contacts.map(({ account, ...input }) => ({
      ...input,
      account: account === null ? null : (ids[account] ?? null),
    })),
  )
  world = new Map(
    await Promise.all(
      [Account, Contact, Tag].map(
        async (entity) => [entity.entityName, (await ctx.list(entity, { limit: 1000 })) as AnyRow[]] as const,
      ),
    ),
  )
})

afterAll(() => t.close())

const found = async (where: unknown): Promise<string[]> =>
  (await t.as(system).list(Account, { where: where as never, limit: 1000 })).map((row) => row.id)

describe('a filter', () => {
  it('finds exactly the rows that the same filter finds in memory, whatever is combined', async () => {
    const entity = t.crm.registry.entity('account')
    const rows = world.get('account') ?? []
    const ids = fc.constantFrom(...rows.slice(0, 12).map((row) => row.id))
    await fc.assert(
      fc.asyncProperty(accountWhere(ids, 2), async (where) => {
        const expected = rows.filter((row) => matches(t.crm.registry, world, entity, row, where)).map((row) => row.id)
        const { nodes } = await readData<{ nodes: { id: string }[] }>(t, (scope) =>
          listStatement(
            scope,
            entity,
            { items: [{ key: 'nodes', type: 'nodes', row: fields(t, 'account', 'id') }] },
            { where, first: 200 },
          ),
        )
        expect(nodes.map((row) => row.id)).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  it('takes values as code has them: dates as Date, money in minor units', async () => {
    const [row] = (world.get('account') ?? []).filter((each) => each.lastSeen !== null && each.credit !== null)
    expect(await found({ lastSeen: { eq: row?.lastSeen }, credit: { eq: row?.credit }, id: { eq: row?.id } })).toEqual([
      row?.id,
    ])
  })

  it.each([
    ['a field that does not exist', { nope: { eq: 1 } }, ['where', 'nope'], 'UNKNOWN_FIELD'],
    [
      'an operator the kind does not have',
      { active: { contains: 'x' } },
      ['where', 'active', 'contains'],
      'UNKNOWN_FIELD',
    ],
    ['a value of another type', { rating: { gt: 'many' } }, ['where', 'rating', 'gt'], 'TYPE'],
    ['null where a value is compared', { rating: { gt: null } }, ['where', 'rating', 'gt'], 'TYPE'],
    [
      'an amount with too many digits',
      { credit: { lt: { amount: '1.005', currency: 'EUR' } } },
      ['where', 'credit', 'lt'],
      'MONEY',
    ],
    [
      'an amount beyond every column',
      { credit: { lt: { amount: '99999999999999999', currency: 'CLF' } } },
      ['where', 'credit', 'lt'],
      'TOO_LARGE',
    ],
    ['a text with NUL', { or: [{ name: { eq: 'a\u0000' } }] }, ['where', 'or', 0, 'name', 'eq'], 'NUL'],
    ['a lone surrogate', { name: { eq: '\ud800' } }, ['where', 'name', 'eq'], 'ENCODING'],
    [
      'a text of ten megabytes',
      { name: { contains: 'x'.repeat(10_000_000) } },
      ['where', 'name', 'contains'],
      'TOO_LONG',
    ],
    ['a day that is none', { founded: { eq: '2026-02-30' } }, ['where', 'founded', 'eq'], 'DATE'],
    ['an instant without offset', { lastSeen: { eq: '2026-01-01T00:00:00' } }, ['where', 'lastSeen', 'eq'], 'INSTANT'],
    ['an id that is none', { parent: { in: ['x'] } }, ['where', 'parent', 'in'], 'ID'],
  ])('refuses %s and says where it stands', async (_what, where, path, code) => {
    await expect(found(where)).rejects.toMatchObject({ code: 'VALIDATION', issues: [{ path, code }] })
  })

  it('refuses filters that are too deep or too many, before they reach the database', async () => {
    let deep: object = {}
    for (let level = 0; level < 10_000; level++) deep = { not: deep }
    await expect(found(deep)).rejects.toMatchObject({ code: 'VALIDATION' })
    await expect(found({ or: Array.from({ length: 600 }, () => ({ name: { eq: 'a' } })) })).rejects.toMatchObject({
      code: 'VALIDATION',
    })
  })

  it('reports every value that is wrong at once', async () => {
    await expect(found({ rating: { eq: 1.5 }, founded: { eq: 'x' } })).rejects.toMatchObject({
      issues: [{ code: 'TYPE' }, { code: 'DATE' }],
    })
  })
})
