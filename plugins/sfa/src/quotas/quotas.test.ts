import { type Id, money, Team, Territory, User } from '@tessera/core'
import { Category, ExchangeRate, Product } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import { Order, OrderLine } from '@tessera/plugin-orders/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { quotaAttainment, setSplits } from '../index.ts'
import { Opportunity, OpportunityLine, OrderSplit, Quota } from '../model.ts'
import { createSalesCrm, type Ladder, makeLadder } from '../test-support/sales.ts'

let t: TestCrm
let ladder: Ladder
beforeAll(async () => {
  t = await createSalesCrm()
  ladder = await makeLadder(t)
})
afterAll(() => t.close())

const win = async (input: Readonly<Record<string, unknown>>, closedOn = '2026-02-15'): Promise<Id> => {
  const deal = await t.create(Opportunity, { stage: ladder.qualify, closeDate: '2026-02-28', ...input })
  await t.update(Opportunity, deal.id, { stage: ladder.won, closedOn })
  return deal.id
}
const quota = { length: 'quarter', startsOn: '2026-01-01', target: money(100_000n, 'EUR') } as const
const year = { from: '2026-01-01', to: '2026-12-31' }
const attained = async (quotaId: Id) =>
  (await quotaAttainment(t.system, { period: year })).find((each) => each.quota === quotaId)

it('of a person counts his splits of the deals won in the period, each to the cent', async () => {
  const [anna, ben] = [await t.create(User), await t.create(User)]
  const shared = await win({ owner: anna.id, amount: money(10_001n, 'EUR') })
  await setSplits(t.system, shared, 'revenue', [
    { user: anna.id, percent: '50' },
    { user: ben.id, percent: '50' },
  ])
  await win({ owner: anna.id, amount: money(30_000n, 'EUR') })
  await win({ owner: anna.id, amount: money(70_000n, 'EUR') }, '2025-12-31')
  await t.create(Opportunity, {
    stage: ladder.qualify,
    closeDate: '2026-02-28',
    owner: anna.id,
    amount: money(5n, 'EUR'),
  })
  const [hers, his] = [
    await t.create(Quota, { ...quota, user: anna.id }),
    await t.create(Quota, { ...quota, user: ben.id }),
  ]
  const [a, b] = [await attained(hers.id), await attained(his.id)]
  expect((a?.achieved.minor ?? 0n) + (b?.achieved.minor ?? 0n)).toBe(40_001n)
  expect([a?.percent, b?.percent].sort()).toEqual(['35.0010', '5.0000'])
  expect(a).toMatchObject({ by: 'person', place: anna.id, count: 2, period: { from: '2026-01-01', to: '2026-03-31' } })
})

it('of a team or territory counts the deals of all below it, and the company all there are', async () => {
  const root = await t.create(Team)
  const below = await t.create(Team, { parent: root.id })
  const north = await t.create(Territory)
  await win({ team: root.id, amount: money(100n, 'EUR') })
  await win({ team: below.id, territory: north.id, amount: money(20n, 'EUR') })
  const make = async (place: Readonly<Record<string, unknown>>) =>
    attained((await t.create(Quota, { ...quota, ...place })).id)
  expect((await make({ team: root.id }))?.achieved.minor).toBe(120n)
  expect((await make({ team: below.id }))?.achieved.minor).toBe(20n)
  expect((await make({ territory: north.id }))?.achieved.minor).toBe(20n)
  const all = await t.system.list(Opportunity, { where: { status: { eq: 'won' }, closedOn: { gte: '2026-01-01' } } })
  const sum = all.reduce((total, { amount }) => total + (amount?.minor ?? 0n), 0n)
  expect(await make({})).toMatchObject({ by: 'company', achieved: { minor: sum } })
})

it('of a category counts the products in it and in those below', async () => {
  const pumps = await t.create(Category)
  const small = await t.create(Category, { parent: pumps.id })
  const team = await t.create(Team)
  const deal = await t.create(Opportunity, { stage: ladder.qualify, closeDate: '2026-02-28', team: team.id })
  for (const [category, unitPrice] of [
    [pumps.id, '10'],
    [small.id, '2'],
    [null, '500'],
  ] as const) {
    const product = await t.create(Product, { category, releasedOn: '2020-01-01' })
    await t.create(OpportunityLine, { opportunity: deal.id, product: product.id, unitPrice })
  }
  await t.update(Opportunity, deal.id, { stage: ladder.won })
  const made = await t.create(Quota, { ...quota, team: team.id, category: pumps.id })
  expect(await attained(made.id)).toMatchObject({ achieved: money(1200n, 'EUR'), count: 2 })
})

it('counts foreign amounts by the rate of the day they were won, and names those without one', async () => {
  const anna = await t.create(User)
  await t.create(ExchangeRate, { fromCurrency: 'USD', toCurrency: 'EUR', day: '2026-02-10', rate: '0.5' })
  await win({ owner: anna.id, amount: money(1001n, 'USD') }, '2026-02-12')
  await win({ owner: anna.id, amount: money(800n, 'USD') }, '2026-02-09')
  const made = await t.create(Quota, { ...quota, user: anna.id })
  expect(await attained(made.id)).toMatchObject({
    achieved: money(501n, 'EUR'),
    count: 1,
    missingRates: [{ currency: 'USD', count: 1, minor: 800n }],
  })
})

it('of profit leaves out what nobody knows the cost of, and says so', async () => {
  const anna = await t.create(User)
  await win({ owner: anna.id, amount: money(1000n, 'EUR'), expectedCost: money(300n, 'EUR') })
  await win({ owner: anna.id, amount: money(5000n, 'EUR') })
  const made = await t.create(Quota, { ...quota, user: anna.id, measure: 'profit' })
  expect(await attained(made.id)).toMatchObject({ achieved: money(700n, 'EUR'), count: 2, withoutCost: 1 })
})

it('is measured by orders too: those that run, net, by their day, in a category or as a whole', async () => {
  const anna = await t.create(User)
  const pumps = await t.create(Category)
  const product = await t.create(Product, { category: pumps.id, releasedOn: '2020-01-01' })
  const other = await t.create(Product, { releasedOn: '2020-01-01' })
  const account = await t.create(Account)
  const order = async (status: string, orderedOn: string): Promise<Id> => {
    const { id } = await t.create(Order, {
      account: account.id,
      owner: anna.id,
      currency: 'EUR',
      source: 'erp',
      orderedOn,
    })
    for (const [each, net] of [
      [product.id, 1000n],
      [other.id, 50n],
    ] as const)
      await t.create(OrderLine, {
        order: id,
        product: each,
        quantity: '1',
        amount: money(net, 'EUR'),
        net: money(net, 'EUR'),
        discount: money(0n, 'EUR'),
      })
    await t.update(Order, id, { status })
    return id
  }
  await order('confirmed', '2026-01-01')
  const shared = await order('confirmed', '2026-03-31')
  await order('confirmed', '2026-04-01')
  await order('cancelled', '2026-02-01')
  const all = await t.create(Quota, { ...quota, user: anna.id, source: 'orders' })
  const some = await t.create(Quota, { ...quota, user: anna.id, source: 'orders', category: pumps.id })
  expect(await attained(all.id)).toMatchObject({ achieved: money(2100n, 'EUR'), count: 4 })
  expect(await attained(some.id)).toMatchObject({ achieved: money(2000n, 'EUR'), count: 2 })
  const one = await t.create(Quota, { ...quota, user: anna.id, source: 'orders', product: other.id })
  expect(await attained(one.id)).toMatchObject({ achieved: money(100n, 'EUR'), count: 2, product: other.id })
  await expect(
    t.create(Quota, { ...quota, user: anna.id, source: 'orders', product: other.id, category: pumps.id }),
  ).rejects.toMatchObject({ code: 'CHECK_FAILED' })
  const bert = await t.create(User)
  await t.system.mutate(OrderSplit).createMany([
    { order: shared, user: anna.id, percent: '30' },
    { order: shared, user: bert.id, percent: '70' },
  ])
  const his = await t.create(Quota, { ...quota, user: bert.id, source: 'orders' })
  expect(await attained(all.id)).toMatchObject({ achieved: money(1365n, 'EUR') })
  expect(await attained(his.id)).toMatchObject({ achieved: money(735n, 'EUR') })
})

it('stands once for each place, category, measure and period', async () => {
  const anna = await t.create(User)
  await t.create(Quota, { ...quota, user: anna.id })
  await t.create(Quota, { ...quota, user: anna.id, measure: 'profit' })
  await expect(t.create(Quota, { ...quota, user: anna.id })).rejects.toMatchObject({ code: 'DUPLICATE' })
})

it('is seen by whom it is for, with all that counts for it, and not by others', async () => {
  const seller = (await t.actor('user', { permissions: { 'sfa:read': 'own' } })) as { id: Id } & Awaited<
    ReturnType<TestCrm['actor']>
  >
  const deal = await win({ owner: (await t.create(User)).id, amount: money(999n, 'EUR') })
  await setSplits(t.system, deal, 'revenue', [{ user: seller.id, percent: '100' }])
  await t.create(Quota, { ...quota, user: seller.id })
  const seen = await quotaAttainment(t.as(seller), { period: year })
  expect(seen.map(({ place, achieved }) => [place, achieved.minor])).toEqual([[seller.id, 999n]])
})
