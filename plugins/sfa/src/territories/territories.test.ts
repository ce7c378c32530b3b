import { type Id, Territory } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import { Account, Address, Lead } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import sfa from '../index.ts'
import { TerritoryChange, TerritoryRule, TerritoryRuleSet, TerritoryRun } from '../model.ts'
import { startDue, stepRun } from './apply.ts'

let t: TestCrm
const territory: Record<string, Id> = {}
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders(), sfa()] })
  for (const name of ['north', 'south', 'key']) territory[name] = (await t.create(Territory, { name })).id
})
afterAll(() => t.close())

const accountIn = async (postalCode: string, input = {}) => {
  const account = await t.create(Account, { name: `In ${postalCode}`, ...input })
  await t.create(Address, { account: account.id, city: 'Town', countryCode: 'DE', postalCode })
  return account.id
}
const territoryOf = async (id: Id) => (await t.system.get(Account, id)).territory
const postal = (from: string, until: string) => [{ field: 'postalCode', is: 'between', value: [from, until] }]
async function ruleSet(name: string, rules: readonly Record<string, unknown>[], approve?: string) {
  const set = await t.create(TerritoryRuleSet, { name })
  for (const [n, rule] of rules.entries())
    await t.create(TerritoryRule, { ruleSet: set.id, name: `${name} ${n}`, ...rule })
  if (approve) await t.update(TerritoryRuleSet, set.id, { status: 'approved', effectiveFrom: approve })
  return set.id
}
async function runAll(): Promise<number> {
  await startDue(t.system)
  for (let steps = 0; ; steps++) if ((await stepRun(t.system)) === null) return steps
}

it('a set of rules is previewed without writing, applied on its day, goes on after a crash, and leaves a history', async () => {
  const north = await accountIn('10115')
  const south = await accountIn('80331')
  const key = await accountIn('10115', { name: 'Key' })
  const fixed = await accountIn('80331', { sfaTerritoryFixed: true })
  const lead = await t.create(Lead, { lastName: 'Lee', postalCode: '81000' })
  await t.system
    .mutate(Account)
    .createMany(Array.from({ length: 1100 }, (_, n) => ({ name: `Crowd ${n}`, industry: 'crowd' })))
  const set = await ruleSet(
    '2026',
    [
      { territory: territory.north, conditions: postal('1', '1') },
      { territory: territory.south, conditions: postal('80000', '89999') },
      { territory: territory.key, accounts: [key] },
      { territory: territory.north, conditions: [{ field: 'industry', is: 'in', value: 'crowd' }] },
    ],
    '2026-03-03',
  )
  const manager = await t.actor('user')
  const query = `{ territoryPreview(ruleSet: "${set}", first: 3) { accountsSeen leadsSeen moved unplaced flows { entity to { name } count } moves { id by over } } }`
  expect(await t.graphql(manager, query)).toEqual({
    territoryPreview: {
      accountsSeen: 1103,
      leadsSeen: 1,
      moved: 1104,
      unplaced: 0,
      flows: [
        { entity: 'account', to: { name: 'north' }, count: 1101 },
        { entity: 'account', to: { name: 'south' }, count: 1 },
        { entity: 'account', to: { name: 'key' }, count: 1 },
        { entity: 'lead', to: { name: 'south' }, count: 1 },
      ],
      moves: [
        { id: north, by: ['postalCode'], over: [] },
        { id: south, by: ['postalCode'], over: [] },
        { id: key, by: ['named account'], over: ['2026 0'] },
      ],
    },
  })
  expect(await startDue(t.system)).toBeNull()
  expect(await territoryOf(north)).toBeNull()

  t.clock.set(new Date('2026-03-03T00:00:01Z'))
  await startDue(t.system)
  await t.crashAfterCommit(() => stepRun(t.system))
  await t.restart()
  expect(await runAll()).toBe(3)
  expect(await Promise.all([north, south, key, fixed].map(territoryOf))).toEqual([
    territory.north,
    territory.south,
    territory.key,
    null,
  ])
  expect((await t.system.get(Lead, lead.id)).territory).toBe(territory.south)
  const [run] = await t.system.list(TerritoryRun)
  expect(run).toMatchObject({ status: 'done', seen: 1104, accountsMoved: 1103, leadsMoved: 1, phase: 'end' })
  const [change] = await t.system.list(TerritoryChange, { where: { account: { eq: key } } })
  expect(change).toMatchObject({
    previous: null,
    territory: territory.key,
    ruleVersion: 1,
    why: 'named account; before 2026 0',
  })
  expect(await runAll()).toBe(0)
}, 60_000)

it('once rules are in force new accounts and leads come to their territory, and move with their address', async () => {
  const account = await accountIn('10117')
  expect(await territoryOf(account)).toBe(territory.north)
  const [address] = await t.system.list(Address, { where: { account: { eq: account } } })
  await t.update(Address, address?.id as Id, { postalCode: '80333' })
  expect(await territoryOf(account)).toBe(territory.south)
  expect((await t.create(Lead, { lastName: 'New', postalCode: '10999' })).territory).toBe(territory.north)
  const history = await t.system.list(TerritoryChange, {
    where: { account: { eq: account } },
    orderBy: [{ id: 'asc' }],
  })
  expect(history.map(({ previous, territory: to }) => [previous, to])).toEqual([
    [null, territory.north],
    [territory.north, territory.south],
  ])
})

it('later rules take over on their day, and the day is the company’s', async () => {
  await ruleSet(
    '2027',
    [{ territory: territory.south, conditions: [{ field: 'country', is: 'in', value: 'DE' }] }],
    '2026-06-01',
  )
  const account = await accountIn('10119')
  expect(await territoryOf(account)).toBe(territory.north)
  t.clock.set(new Date('2026-06-01T00:00:00Z'))
  await runAll()
  expect(await territoryOf(account)).toBe(territory.south)
})

it('approved rules stay as they are, also when the approval comes at the same time', async () => {
  const set = await ruleSet('Race', [{ territory: territory.north, conditions: postal('1', '1') }])
  const [rule] = await t.system.list(TerritoryRule, { where: { ruleSet: { eq: set } } })
  const results = await Promise.allSettled([
    t.update(TerritoryRuleSet, set, { status: 'approved', effectiveFrom: '2030-01-01' }),
    ...Array.from({ length: 5 }, (_, n) => t.update(TerritoryRule, rule?.id as Id, { priority: n + 1 })),
  ])
  expect(results[0]?.status).toBe('fulfilled')
  await expect(t.update(TerritoryRule, rule?.id as Id, { priority: 99 })).rejects.toThrow('are approved')
  await expect(
    t.create(TerritoryRule, { ruleSet: set, territory: territory.key, conditions: postal('1', '1') }),
  ).rejects.toThrow('are approved')
  await expect(t.system.mutate(TerritoryRule).delete(rule?.id as Id)).rejects.toThrow('are approved')
  await expect(t.update(TerritoryRuleSet, set, { status: 'draft' })).rejects.toThrow('are approved')
  await expect(
    t.create(TerritoryRule, { ruleSet: (await t.create(TerritoryRuleSet)).id, territory: territory.key }),
  ).rejects.toThrow('else the rule would take everything')
})

it('who may not manage territories can not apply them', async () => {
  const seller = await t.actor('user', { permissions: { 'sfa:read': 'all' } })
  await expect(t.graphql(seller, 'mutation { reapplyTerritories { id } }')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const manager = await t.actor('user', { permissions: { 'sfa:read': 'all', 'sfa:territories': 'all' } })
  expect(await t.graphql(manager, 'mutation { reapplyTerritories { status } }')).toEqual({
    reapplyTerritories: { status: 'running' },
  })
})
