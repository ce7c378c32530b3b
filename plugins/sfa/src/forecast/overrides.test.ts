import { type Id, money, Team, TeamMember, User } from '@tessera/core'
import { ExchangeRate } from '@tessera/plugin-catalog/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readForecast, takeSnapshot } from '../index.ts'
import { ForecastOverride, Opportunity } from '../model.ts'
import { createSalesCrm, type Ladder, makeLadder } from '../test-support/sales.ts'

let t: TestCrm
let ladder: Ladder
let root: Id
let north: Id
let south: Id
beforeAll(async () => {
  t = await createSalesCrm()
  ladder = await makeLadder(t)
  root = (await t.create(Team, { name: 'Sales' })).id
  north = (await t.create(Team, { name: 'North', parent: root })).id
  south = (await t.create(Team, { name: 'South', parent: root })).id
  for (const [team, minor] of [
    [north, 1000n],
    [south, 300n],
    [root, 50n],
  ] as const)
    await t.create(Opportunity, { stage: ladder.negotiate, closeDate: '2026-03-20', team, amount: money(minor, 'EUR') })
})
afterAll(() => t.close())

const period = { from: '2026-03-01', to: '2026-03-31' }
const override = (team: Id, minor: bigint | null, currency = 'EUR') =>
  t.create(ForecastOverride, {
    team,
    periodStart: period.from,
    periodEnd: period.to,
    category: 'commit',
    amount: minor === null ? null : money(minor, currency),
    reason: 'They told me',
  })
const expected = async (asOf: string | null = null): Promise<bigint[]> => {
  const { nodes } = await readForecast(t.system, { period, by: 'team', asOf })
  return [root, north, south].map((id) => nodes.find((node) => node.id === id)?.expected.commit ?? -1n)
}

it('stand in for the sum of a team, and roll up', async () => {
  expect(await expected()).toEqual([1350n, 1000n, 300n])
  await override(north, 700n)
  expect(await expected()).toEqual([1050n, 700n, 300n])
  const { nodes, total } = await readForecast(t.system, { period, by: 'team' })
  expect(nodes.map(({ name, parent }) => [name, parent])).toEqual([
    ['Sales', null],
    ['North', root],
    ['South', root],
  ])
  expect(nodes[1]?.overrides.commit).toMatchObject({ reason: 'They told me', revenue: 700n })
  // What the deals add up to stays beside it.
  expect(total.commit).toMatchObject({ revenue: 1350n, weighted: 1080n, count: 3 })
})

it('of a team above count more than those below', async () => {
  await override(root, 2000n)
  expect(await expected()).toEqual([2000n, 700n, 300n])
})

it('are taken back by one without an amount, and the history stays as known on each day', async () => {
  await takeSnapshot(t.system)
  t.clock.advance({ days: 1 })
  await override(root, null)
  await takeSnapshot(t.system)
  expect(await expected()).toEqual([1000n + 50n, 700n, 300n])
  expect(await expected('2026-03-02')).toEqual([2000n, 700n, 300n])
  expect(await t.system.list(ForecastOverride)).toHaveLength(3)
})

it('in another currency are converted, and without a rate they do not count and say so', async () => {
  await override(south, 500n, 'USD')
  expect((await expected())[2]).toBe(300n)
  const { nodes } = await readForecast(t.system, { period, by: 'team' })
  expect(nodes.find(({ id }) => id === south)?.overrides.commit).toMatchObject({ revenue: null })
  await t.create(ExchangeRate, { fromCurrency: 'USD', toCurrency: 'EUR', day: '2026-03-01', rate: '0.9' })
  expect((await expected())[2]).toBe(450n)
})

it('are neither changed nor deleted, need a reason and a place, and the permission', async () => {
  const [row] = await t.system.list(ForecastOverride)
  const stays = { code: 'sfa.overrideStays' }
  await expect(t.update(ForecastOverride, row?.id ?? '', { reason: 'x' })).rejects.toMatchObject(stays)
  await expect(t.system.mutate(ForecastOverride).delete(row?.id ?? '')).rejects.toMatchObject(stays)
  const input = { periodStart: period.from, periodEnd: period.to, category: 'commit', reason: 'x' }
  await expect(t.create(ForecastOverride, input)).rejects.toMatchObject({ code: 'CHECK_FAILED' })
  const seller = await t.actor('user', { permissions: { 'sfa:read': 'all', 'sfa:write': 'all' } })
  await expect(
    t
      .as(seller)
      .mutate(ForecastOverride)
      .create({ ...input, team: root }),
  ).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
})

it('of a person are seen by his team', async () => {
  const manager = await t.actor('user', { permissions: { 'sfa:read': 'team', 'sfa:forecast': 'team' }, teams: [north] })
  const [anna, other] = [await t.create(User), await t.create(User)]
  await t.create(TeamMember, { team: north, user: anna.id })
  const said = {
    periodStart: period.from,
    periodEnd: period.to,
    category: 'commit',
    reason: 'x',
    amount: money(9n, 'EUR'),
  } as const
  for (const user of [anna.id, other.id]) await t.create(ForecastOverride, { ...said, user })
  await t
    .as(manager)
    .mutate(ForecastOverride)
    .create({ ...said, user: anna.id, amount: money(11n, 'EUR') })
  const { nodes } = await readForecast(t.as(manager), { period, by: 'person' })
  expect(nodes.flatMap(({ id, overrides }) => (overrides.commit ? [[id, overrides.commit.revenue]] : []))).toEqual([
    [anna.id, 11n],
  ])
})

it('leave each currency honest: what has no rate is told, with count and sum', async () => {
  const team = (await t.create(Team)).id
  for (const [minor, currency] of [
    [100n, 'GBP'],
    [50n, 'GBP'],
    [7n, 'EUR'],
  ] as const)
    await t.create(Opportunity, {
      stage: ladder.qualify,
      closeDate: '2026-03-20',
      team,
      amount: money(minor, currency),
    })
  const { total, byCurrency, missingRates } = await readForecast(t.system, { period, by: 'team', within: team })
  expect(total.pipeline).toMatchObject({ count: 3, revenue: 7n, withoutAmount: 0 })
  expect(missingRates).toEqual([{ category: 'pipeline', currency: 'GBP', count: 2, minor: 150n }])
  expect(byCurrency.map(({ currency, minor }) => [currency, minor])).toEqual([
    ['EUR', 7n],
    ['GBP', 150n],
  ])
})

it('and questions about no real period, currency or day are refused', async () => {
  const ask = (question: Readonly<Record<string, unknown>>) =>
    readForecast(t.system, { period, by: 'team', ...question } as Parameters<typeof readForecast>[1])
  await expect(ask({ period: { from: '2026-03-31', to: '2026-03-01' } })).rejects.toMatchObject({ code: 'VALIDATION' })
  await expect(ask({ period: { from: '2026-02-30', to: '2026-03-01' } })).rejects.toMatchObject({ code: 'VALIDATION' })
  await expect(ask({ currency: 'EURO' })).rejects.toMatchObject({ code: 'UNKNOWN_CURRENCY' })
  await expect(ask({ asOf: 'yesterday' })).rejects.toMatchObject({ code: 'VALIDATION' })
  await expect(ask({ asOf: '2020-01-01' })).rejects.toMatchObject({ code: 'sfa.noSnapshot' })
})
