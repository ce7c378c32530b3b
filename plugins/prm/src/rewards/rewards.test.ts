import { definePlugin, type Id, model, money, Partner } from '@tessera/core'
import { Category, PriceBook, PriceBookEntry, Product } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import { Order } from '@tessera/plugin-orders/model'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { PriceDrop, PrmModel, ProgramTier, RewardEntry, RewardRule } from '../model.ts'
import { closeRewardPeriod } from './ledger/close-period.ts'
import { notePriceDrops } from './prices/note-price-drops.ts'
import { stockSources } from './prices/reported-stock.ts'
import { type Referral, referralSources } from './referrals/referrals.ts'
import { rewardsJob } from './rewards-job.ts'
import { explainReward } from './statements/explain-reward.ts'
import { eur, RewardFloor } from './test-support/reward-floor.ts'

/** What partners brought, and have in stock, as far as these tests say. */
const referrals: Referral[] = []
const stock = new Map<Id, string>()

class BroughtModel extends model('brought', { needs: [PrmModel], entities: [] }) {}
const brought = definePlugin(BroughtModel)({
  contributes: [
    referralSources.add('brought', {
      read: async (_ctx, { from, until }) => referrals.filter(({ on }) => on >= from && on <= until),
    }),
    stockSources.add('brought', {
      read: async (_ctx, asked) => asked.map(({ partner }) => stock.get(partner) ?? null),
    }),
  ],
})

let floor: RewardFloor
beforeAll(async () => {
  floor = await RewardFloor.open({ plugins: [brought()] })
})
beforeEach(() => floor.begin())
afterAll(() => floor.t.close())

it('a rebate reaches its tier, or only what is above it, by net volume of the period and for itself in each currency', async () => {
  const [whole, marginal] = [await floor.reseller(), await floor.reseller()]
  const tiers = [
    { from: '1000', rate: '2' },
    { from: '2000', rate: '5' },
  ]
  const rule = { kind: 'volumeRebate', earnedAt: 'order', currency: 'EUR', rate: '1', tiers }
  const program = await floor.program([
    { ...rule, partner: whole.partner },
    { ...rule, partner: marginal.partner, tierMode: 'marginal' },
  ])
  for (const { account } of [whole, marginal]) {
    await floor.sell({ account, net: 1_500_00 })
    await floor.sell({ account, net: 500_00, on: '2026-02-01' })
    // In another currency, and back in the same period.
    await floor.sell({ account, net: 90_000_00, currency: 'USD' })
    await floor.giveBack(await floor.sell({ account, net: 5_000_00 }), '10', '2026-02-20')
  }
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, whole.partner)).toBe(100_00n)
  expect(await floor.earned(program.id, marginal.partner)).toBe(10_00n + 20_00n)
  expect(await floor.earned(program.id, whole.partner, undefined, 'USD')).toBe(0n)
})

it('a growth bonus compares with the same period of the year before, and who had nothing then has no growth', async () => {
  const [grown, shrunk, fresh] = [await floor.reseller(), await floor.reseller(), await floor.reseller()]
  const program = await floor.program([
    {
      kind: 'growthBonus',
      earnedAt: 'order',
      tiers: [
        { from: '0', rate: '1' },
        { from: '25', rate: '3' },
      ],
    },
  ])
  for (const [{ account }, before, now] of [
    [grown, 1_000_00, 1_250_00],
    [shrunk, 1_000_00, 999_00],
    [fresh, 0, 5_000_00],
  ] as const) {
    if (before > 0) await floor.sell({ account, net: before, on: '2025-03-31' })
    await floor.sell({ account, net: before || 70_00, on: '2025-04-01' })
    await floor.sell({ account, net: now, on: '2026-01-02' })
  }
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, grown.partner)).toBe(37_50n)
  expect(await floor.earned(program.id, shrunk.partner)).toBe(0n)
  expect(await floor.earned(program.id, fresh.partner)).toBe(0n)
})

it('a fall of the list price pays for what was bought before it, the latest first, no more than is in stock', async () => {
  const { t } = floor
  const book = (await t.create(PriceBook, { currency: 'EUR', tier: null, account: null, region: null })).id
  const product = (await t.create(Product, { releasedOn: '2020-01-01' })).id
  const price = await t.create(PriceBookEntry, { book, product, unitPrice: '20', from: '0' })
  const [knownStock, reported] = [await floor.reseller(), await floor.reseller()]
  const program = await floor.program([{ kind: 'priceProtection', days: 30, priceBook: book, rate: '80' }])
  const buy = async (account: Id, quantity: string, on: string) => {
    const sold = await floor.sell({ account, product, net: 100_00, quantity, on })
    await floor.deliver(sold, quantity, on)
    return sold
  }
  await buy(knownStock.account, '50', '2026-01-20')
  const first = await buy(knownStock.account, '10', '2026-02-05')
  const second = await buy(knownStock.account, '4', '2026-02-20')
  await floor.giveBack(second, '1', '2026-02-25')
  await buy(reported.account, '10', '2026-02-05')
  await buy(reported.account, '4', '2026-02-20')
  stock.set(reported.partner, '6')
  await t.update(PriceBookEntry, price.id, { unitPrice: '17.5' })
  await floor.calculate(program.id)
  // 13 pieces fell by 2.50, of which 80 % are paid; of the other partner's 14 it reported 6, the 4 latest and 2 before.
  expect(await floor.earned(program.id, knownStock.partner)).toBe(26_00n)
  expect(await floor.earned(program.id, reported.partner)).toBe(12_00n)
  const mine = (await floor.entries(program.id)).filter(({ partner }) => partner === reported.partner)
  expect(mine.map(({ explanation }) => explanation.price?.quantity).sort()).toEqual(['2', '4'])
  expect(mine.map((entry) => explainReward(entry).en)[0]).toMatch(
    /^80% × €\d+\.00 by rule “Rule”, version 1\. The list price fell from €20\.00 to €17\.50 on 2 Mar 2026, with \d of this order line in stock \(6 reported in all\)\.$/,
  )
  // What rises, or stays, is no fall; a further fall on the same day adds to it.
  await t.update(PriceBookEntry, price.id, { unitPrice: '18' })
  expect(await notePriceDrops(t.system)).toBe(0)
  expect(await notePriceDrops(t.system)).toBe(0)
  // What comes back after the close is taken back.
  t.clock.set('2026-04-02T09:00:00Z')
  await closeRewardPeriod(t.as(floor.manager), (await floor.periodFrom(program.id, '2026-01-01')).id)
  await floor.giveBack(first, '5', '2026-04-01')
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, knownStock.partner, '2026-04-01')).toBe(-10_00n)
  expect(await t.system.list(PriceDrop, { where: { product: { eq: product } } })).toHaveLength(1)
})

it('a referral earns a fixed amount or a part of its worth, by one rule; what is no longer won is taken back', async () => {
  const { t } = floor
  const [one, other] = [await floor.reseller(), await floor.reseller()]
  const program = await floor.program([
    { name: 'Leads', kind: 'referral', source: 'lead', currency: 'EUR', amount: eur(150_00) },
    { name: 'Deals', kind: 'referral', source: 'deal', rate: '2' },
    { name: 'Friends', kind: 'referral', source: 'deal', rate: '5', partner: other.partner },
  ])
  const refer = (partner: Id, source: 'deal' | 'lead', worth: number | null, on = '2026-02-01'): Referral => {
    const referral = {
      id: crypto.randomUUID(),
      source,
      partner,
      on,
      title: 'New works',
      worth: worth === null ? null : eur(worth),
      knownAt: t.clock.now(),
    }
    referrals.push(referral)
    return referral
  }
  refer(one.partner, 'lead', null)
  const deal = refer(one.partner, 'deal', 10_000_00)
  refer(other.partner, 'deal', 1_000_00)
  refer(other.partner, 'deal', null)
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, one.partner)).toBe(150_00n + 200_00n)
  expect(await floor.earned(program.id, other.partner)).toBe(50_00n)
  const told = (await floor.entries(program.id)).map((entry) => explainReward(entry).en)
  expect(told).toContain('2% × €10,000.00 by rule “Deals”, version 1. For the deal “New works”, worth €10,000.00.')
  t.clock.set('2026-04-02T09:00:00Z')
  await closeRewardPeriod(t.as(floor.manager), (await floor.periodFrom(program.id, '2026-01-01')).id)
  referrals.splice(referrals.indexOf(deal), 1)
  // A rule that would be closer does not take over what is settled.
  await floor.rule(program.id, { kind: 'referral', source: 'deal', rate: '50', partner: other.partner, priority: 9 })
  t.clock.advance({ minutes: 1 })
  refer(one.partner, 'lead', null, '2026-03-30')
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, one.partner, '2026-04-01')).toBe(150_00n - 200_00n)
  expect(await floor.earned(program.id, other.partner)).toBe(50_00n)
  expect(await floor.calculate(program.id)).toMatchObject({ written: 0, reversed: 0 })
})

it('of several rules of a kind the closest counts: priority, the partner, its tier, then conditions; kinds add up', async () => {
  const { t } = floor
  const tier = (await t.create(ProgramTier, { rank: 3 })).id
  const [gold, named, plain] = [
    await floor.reseller({ prmTier: tier }),
    await floor.reseller({ prmTier: tier }),
    await floor.reseller(),
  ]
  const valves = (await t.create(Category)).id
  const valve = (await t.create(Product, { releasedOn: '2020-01-01', category: valves })).id
  const program = await floor.program([
    { kind: 'commission', earnedAt: 'order', rate: '1' },
    { kind: 'commission', earnedAt: 'order', rate: '2', category: valves },
    { kind: 'commission', earnedAt: 'order', rate: '3', tier },
    { kind: 'commission', earnedAt: 'order', rate: '4', partner: named.partner },
    { kind: 'commission', earnedAt: 'order', rate: '9', product: valve, priority: 5, validFrom: '2026-02-01' },
    { kind: 'volumeRebate', earnedAt: 'order', rate: '10' },
  ])
  for (const { account } of [gold, named, plain]) {
    await floor.sell({ account, net: 100_00, product: floor.pump })
    await floor.sell({ account, net: 100_00, product: valve })
    await floor.sell({ account, net: 100_00, product: valve, on: '2026-02-01' })
  }
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, gold.partner)).toBe(30_00n + 3_00n + 3_00n + 9_00n)
  expect(await floor.earned(program.id, named.partner)).toBe(30_00n + 4_00n + 4_00n + 9_00n)
  expect(await floor.earned(program.id, plain.partner)).toBe(30_00n + 1_00n + 2_00n + 9_00n)
})

it('orders count for the partner whose account buys, and with the reach of the tree for those above it', async () => {
  const { t } = floor
  const distributor = await floor.reseller()
  const below = await floor.reseller({ parent: distributor.partner })
  const customer = (await t.create(Account, { partner: below.partner })).id
  const program = await floor.program([
    { kind: 'commission', earnedAt: 'order', rate: '10' },
    { kind: 'volumeRebate', earnedAt: 'order', rate: '1', reach: 'tree' },
  ])
  await floor.sell({ account: distributor.account, net: 1_000_00 })
  await floor.sell({ account: below.account, net: 100_00 })
  await floor.sell({ account: customer, net: 10_00 })
  await floor.sell({ account: (await t.create(Account, { partner: null })).id, net: 999_00 })
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, below.partner)).toBe(11_00n + 1_10n)
  expect(await floor.earned(program.id, distributor.partner)).toBe(100_00n + 11_10n)
})

it('a limit per period cuts what is beyond it, and says so', async () => {
  const { partner, account } = await floor.reseller()
  const program = await floor.program([
    { kind: 'commission', earnedAt: 'order', rate: '10', currency: 'EUR', capPerPeriod: eur(15_00) },
  ])
  await floor.sell({ account, net: 100_00 })
  await floor.sell({ account, net: 100_00, on: '2026-02-01' })
  await floor.sell({ account, net: 100_00, on: '2026-04-01' })
  floor.t.clock.set('2026-04-20T09:00:00Z')
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, partner, '2026-01-01')).toBe(15_00n)
  expect(await floor.earned(program.id, partner, '2026-04-01')).toBe(10_00n)
  const told = (await floor.entries(program.id)).map((entry) => explainReward(entry))
  expect(told[1]?.en).toContain('Cut from €10.00 by the limit of the rule per period.')
  expect(told[1]?.zh).toContain('受规则每期上限限制')
})

it('a later rule, tier or owner of an account does not reach into closed periods; what became known later does', async () => {
  const { t } = floor
  const tier = (await t.create(ProgramTier, { rank: 4 })).id
  const [one, other] = [await floor.reseller(), await floor.reseller()]
  const customer = (await t.create(Account, { partner: null })).id
  const program = await floor.program([{ kind: 'commission', earnedAt: 'invoice', rate: '10' }])
  const sold = await floor.sell({ account: one.account, net: 100_00 })
  await floor.bill(sold, 50_00, '2026-01-20')
  const unowned = await floor.sell({ account: customer, net: 100_00 })
  await floor.bill(unowned, 100_00, '2026-01-20')
  t.clock.set('2026-04-02T09:00:00Z')
  await floor.calculate(program.id)
  await closeRewardPeriod(t.as(floor.manager), (await floor.periodFrom(program.id, '2026-01-01')).id)
  t.clock.advance({ minutes: 1 })
  // The partner rises, the account becomes another's, a rule and a customer of theirs are new.
  await floor.rule(program.id, { kind: 'volumeRebate', earnedAt: 'invoice', rate: '50', tier })
  await t.update(Partner, one.partner, { prmTier: tier, prmAccount: null })
  await t.update(Account, one.account, { partner: other.partner })
  await t.update(Account, customer, { partner: other.partner })
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, one.partner)).toBe(5_00n)
  expect(await floor.earned(program.id, other.partner)).toBe(0n)
  // An invoice of the closed period comes in late: for whom the line was settled, in the open period.
  await floor.bill(sold, 20_00, '2026-02-01')
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, one.partner, '2026-04-01')).toBe(2_00n)
  expect((await floor.entries(program.id)).at(-1)?.explanation.late).toBe('2026-01-01')
})

it('a changed rule recalculates open periods by reversals, and entries keep the version they came about by', async () => {
  const { partner, account } = await floor.reseller()
  const program = await floor.program([])
  const rule = await floor.rule(program.id, { kind: 'commission', earnedAt: 'order', rate: '10' })
  const { order } = await floor.sell({ account, net: 100_00 })
  await floor.calculate(program.id)
  await floor.t.update(RewardRule, rule.id, { rate: '20' })
  expect(await floor.calculate(program.id)).toEqual({ written: 1, reversed: 1, unchanged: 0 })
  expect(
    (await floor.entries(program.id)).map(({ kind, amount, ruleVersion }) => [kind, amount.minor, ruleVersion]),
  ).toEqual([
    ['earned', 10_00n, 1],
    ['reversal', -10_00n, 1],
    ['earned', 20_00n, 2],
  ])
  await floor.t.update(Order, order, { status: 'cancelled' })
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, partner)).toBe(0n)
})

it('a rule that can not be calculated with is refused, and what entries build on stays', async () => {
  const program = await floor.program([])
  const refused = (rule: Record<string, unknown>) => expect(floor.rule(program.id, rule)).rejects
  await refused({ kind: 'volumeRebate', tiers: [{ from: '1000', rate: '2' }] }).toMatchObject({ code: 'VALIDATION' })
  await refused({ kind: 'growthBonus' }).toMatchObject({ code: 'VALIDATION' })
  await refused({ kind: 'commission', tiers: [{ from: '1', rate: '2' }] }).toMatchObject({ code: 'VALIDATION' })
  await refused({ kind: 'commission', rate: '101' }).toMatchObject({ code: 'CHECK_FAILED' })
  await refused({ kind: 'priceProtection', rate: '100' }).toMatchObject({ code: 'CHECK_FAILED' })
  await refused({ kind: 'commission', capPerPeriod: eur(1) }).toMatchObject({ code: 'CHECK_FAILED' })
  const { account } = await floor.reseller()
  const rule = await floor.rule(program.id, { kind: 'commission', earnedAt: 'order', rate: '10' })
  await floor.t.update(RewardRule, rule.id, { earnedAt: 'invoice' })
  await floor.t.update(RewardRule, rule.id, { earnedAt: 'order' })
  await floor.sell({ account, net: 100_00 })
  await floor.calculate(program.id)
  await expect(floor.t.update(RewardRule, rule.id, { earnedAt: 'invoice' })).rejects.toMatchObject({
    code: 'prm.rewardRuleInUse',
  })
})

it('the ledger is only ever added to, in open periods, which close in their order and never open again', async () => {
  const { t } = floor
  const { partner, account } = await floor.reseller()
  const program = await floor.program([{ kind: 'commission', earnedAt: 'order', rate: '10' }], { period: 'month' })
  await floor.sell({ account, net: 100_00 })
  await floor.sell({ account, net: 100_00, on: '2026-02-01' })
  await floor.calculate(program.id)
  const [entry] = await floor.entries(program.id)
  const ledger = t.system.mutate(RewardEntry)
  await expect(ledger.update(entry?.id ?? '', { amount: eur(1) })).rejects.toMatchObject({
    code: 'prm.rewardEntryStays',
  })
  const [january, february] = [
    await floor.periodFrom(program.id, '2026-01-01'),
    await floor.periodFrom(program.id, '2026-02-01'),
  ]
  const close = (id: Id) => closeRewardPeriod(t.as(floor.manager), id)
  await expect(close(february.id)).rejects.toMatchObject({ code: 'prm.rewardPeriodOrder' })
  const march = await floor.periodFrom(program.id, '2026-03-01').catch(() => null)
  if (march) await expect(close(march.id)).rejects.toMatchObject({ code: 'prm.rewardPeriodRunning' })
  await close(january.id)
  expect((await close(january.id)).status).toBe('closed')
  await expect(
    t.system.mutate(RewardEntry).create({ ...entry, id: undefined, reversalOf: null } as never),
  ).rejects.toThrow()
  await expect(
    ledger.create({
      statement: entry?.statement ?? '',
      period: january.id,
      partner,
      kind: 'adjustment',
      reward: 'adjustment',
      stream: 'adjustment',
      event: 'adjustment:1',
      occurredOn: '2026-01-31',
      amount: money(1n, 'EUR'),
      reason: 'x',
      explanation: {},
    }),
  ).rejects.toMatchObject({ code: 'prm.rewardPeriodClosed' })
  const stranger = await t.actor('user', { permissions: { 'prm:read': 'all' } })
  await expect(closeRewardPeriod(t.as(stranger), february.id)).rejects.toMatchObject({ code: 'prm.rewardForbidden' })
})

it('many calculations at once write everything once', { timeout: 120_000 }, async () => {
  const { partner, account } = await floor.reseller()
  const program = await floor.program([{ kind: 'commission', earnedAt: 'order', rate: '10' }])
  for (let n = 1; n <= 5; n++) await floor.sell({ account, net: 100_00, on: `2026-01-0${n}` })
  await Promise.all(Array.from({ length: 8 }, () => floor.calculate(program.id)))
  expect(await floor.entries(program.id)).toHaveLength(5)
  expect(await floor.earned(program.id, partner)).toBe(50_00n)
})

it('the nightly job calculates every programme in use', { timeout: 120_000 }, async () => {
  const { partner, account } = await floor.reseller()
  const program = await floor.program([{ kind: 'commission', earnedAt: 'order', rate: '10', partner }])
  await floor.sell({ account, net: 100_00 })
  await floor.t.system.transaction((ctx) => rewardsJob.run({ ctx } as never) as Promise<void>)
  await floor.t.drain(60_000)
  expect(await floor.earned(program.id, partner)).toBe(10_00n)
})
