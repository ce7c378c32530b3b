import { type Actor, type Id, money, Partner } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import { Product } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { Order, OrderLine } from '@tessera/plugin-orders/model'
import sfa from '@tessera/plugin-sfa'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import prm from '../index.ts'
import { PartnerProgram, ProgramTier, TierAssessment, TierException, TierRequirement, TierRuleSet } from '../model.ts'
import { assessPartners } from './assess-partners.ts'

let t: TestCrm
let program: Id
let silver: Id
let gold: Id
let rules: Id
let names = 0

beforeAll(async () => {
  t = await createTestCrm({
    currency: 'EUR',
    plugins: [customers(), catalog(), mail(), orders(), sfa(), prm({ tierGraceDays: 30 })],
  })
  program = (await t.create(PartnerProgram, { name: 'Resellers' })).id
  const tier = async (name: string, rank: number) => (await t.create(ProgramTier, { program, name, rank })).id
  await tier('Member', 0)
  silver = await tier('Silver', 1)
  gold = await tier('Gold', 2)
  rules = (await t.create(TierRuleSet, { program, validFrom: '2026-01-01' })).id
  await t.create(TierRequirement, { ruleSet: rules, tier: silver, metric: 'revenue', atLeast: '1000' })
  await t.create(TierRequirement, { ruleSet: rules, tier: gold, metric: 'revenue', atLeast: '5000' })
})
afterAll(() => t.close())

async function partnerWith(input: Record<string, unknown> = {}): Promise<Id> {
  return (await t.create(Partner, { name: `Partner ${++names}`, prmProgram: program, ...input })).id
}
const eur = (euros: number) => money(BigInt(euros) * 100n, 'EUR')
/** An order of an account of a partner, of so many euros net. */
async function ordered(partner: Id, euros: number, orderedOn: string, status = 'closed'): Promise<void> {
  const account = await t.create(Account, { partner })
  const order = await t.create(Order, {
    account: account.id,
    currency: 'EUR',
    source: 'erp',
    historical: true,
    status: 'draft',
    orderedOn,
  })
  const product = await t.create(Product)
  await t.create(OrderLine, {
    order: order.id,
    product: product.id,
    quantity: '1',
    unitPrice: `${euros}`,
    amount: eur(euros),
    net: eur(euros),
  })
  await t.update(Order, order.id, { status })
}
const assessed = async (partner: Id) => {
  await assessPartners(t.system, { partners: [partner] })
  const [row] = await t.system.list(TierAssessment, {
    where: { partner: { eq: partner } },
    orderBy: [{ day: 'desc' }],
    limit: 1,
  })
  return row
}
const tierOf = async (partner: Id) => (await t.system.get(Partner, partner)).prmTier

describe('a partner', () => {
  it('rises at once to the tier its orders of twelve months reach', async () => {
    const partner = await partnerWith()
    await ordered(partner, 3000, '2026-02-01')
    await ordered(partner, 2000, '2025-04-01')
    await ordered(partner, 9000, '2025-02-01')
    await ordered(partner, 9000, '2026-02-01', 'cancelled')
    expect(await assessed(partner)).toMatchObject({
      outcome: 'promoted',
      after: gold,
      measured: expect.arrayContaining([
        { tier: gold, metric: 'revenue', atLeast: '5000.0000', value: '5000.00', met: true },
      ]),
    })
    expect(await t.system.get(Partner, partner)).toMatchObject({ prmTier: gold, prmTierSince: '2026-03-02' })
  })

  it('is assessed once a day, however often it is asked for', async () => {
    const partner = await partnerWith()
    expect(await assessPartners(t.system, { partners: [partner] })).toBe(1)
    expect(await assessPartners(t.system, { partners: [partner] })).toBe(0)
  })

  it('keeps a tier it no longer reaches for the grace period, is told until when, and then falls', async () => {
    const partner = await partnerWith({ prmTier: gold })
    await ordered(partner, 1500, '2026-02-01')
    expect(await assessed(partner)).toMatchObject({ outcome: 'grace', after: gold, graceUntil: '2026-04-01' })
    t.clock.advance({ days: 30 })
    expect(await assessed(partner)).toMatchObject({ outcome: 'grace', after: gold, graceUntil: '2026-04-01' })
    t.clock.advance({ days: 1 })
    expect(await assessed(partner)).toMatchObject({ outcome: 'demoted', before: gold, after: silver, graceUntil: null })
    expect(await tierOf(partner)).toBe(silver)
  })

  it('holds a tier by exception for its days', async () => {
    const partner = await partnerWith()
    await t.create(TierException, { partner, tier: silver, reason: 'A new office', until: '2027-01-01' })
    expect(await assessed(partner)).toMatchObject({ outcome: 'exception', after: silver })
  })

  it('sees how far it is, and nothing of how others stand', async () => {
    const partner = await partnerWith({ prmTier: silver })
    const below = await partnerWith({ parent: partner })
    await ordered(partner, 1250, '2026-02-01')
    const ann: Actor = await t.actor('partner', { partner })
    const query =
      'query ($partner: ID) { tierProgress(partner: $partner) { tier { name } next { name } currency steps { name met requirements { labelEn atLeast value met } } } }'
    expect(await t.graphql(ann, query)).toEqual({
      tierProgress: {
        tier: { name: 'Silver' },
        next: { name: 'Gold' },
        currency: 'EUR',
        steps: [
          { name: 'Member', met: true, requirements: [] },
          {
            name: 'Silver',
            met: true,
            requirements: [{ labelEn: 'Revenue', atLeast: '1000.0000', value: '1250.00', met: true }],
          },
          {
            name: 'Gold',
            met: false,
            requirements: [{ labelEn: 'Revenue', atLeast: '5000.0000', value: '1250.00', met: false }],
          },
        ],
      },
    })
    await expect(t.graphql(ann, query, { partner: below })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await assessPartners(t.system, { partners: [below] })
    expect(await t.as(ann).list(TierAssessment)).toEqual([])
  })
})

describe('rules', () => {
  it('stay once somebody was assessed by them; new ones are a new edition', async () => {
    await expect(
      t.create(TierRequirement, { ruleSet: rules, tier: silver, metric: 'growth', atLeast: '5' }),
    ).rejects.toMatchObject({ code: 'prm.tierRulesUsed' })
    expect(await t.create(TierRuleSet, { program, validFrom: '2030-01-01' })).toMatchObject({ edition: 2 })
  })

  it('ask only for what is measured, and for tiers of their own programme', async () => {
    const set = (await t.create(TierRuleSet, { program, validFrom: '2031-01-01' })).id
    await expect(
      t.create(TierRequirement, { ruleSet: set, tier: silver, metric: 'karma', atLeast: '5' }),
    ).rejects.toMatchObject({ code: 'VALIDATION', issues: [{ code: 'NOT_ONE_OF' }] })
    const foreign = await t.create(ProgramTier)
    await expect(
      t.create(TierRequirement, { ruleSet: set, tier: foreign.id, metric: 'revenue', atLeast: '5' }),
    ).rejects.toMatchObject({ code: 'prm.tierProgram' })
  })

  it('are applied by whoever may give tiers, and by nobody else', async () => {
    const seller = await t.actor('user', { permissions: { 'prm:read': 'all' } })
    await expect(t.graphql(seller, 'mutation { assessPartners }')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
