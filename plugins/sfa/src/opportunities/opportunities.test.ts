import { money, Team, TeamMember, Territory, User } from '@tessera/core'
import { PriceBook, PriceBookEntry, Product, ProductCost } from '@tessera/plugin-catalog/model'
import { Account, Contact, Lead } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dwellTimes } from '../index.ts'
import { Opportunity, OpportunityContact, OpportunityLine, OpportunityStage, Stage } from '../model.ts'
import { createSalesCrm, type Ladder, makeLadder } from '../test-support/sales.ts'

let t: TestCrm
let ladder: Ladder
beforeAll(async () => {
  t = await createSalesCrm()
  ladder = await makeLadder(t)
})
afterAll(() => t.close())

const eur = (minor: bigint) => money(minor, 'EUR')
const newDeal = (input: Readonly<Record<string, unknown>> = {}) =>
  t.create(Opportunity, { name: 'Pumps', stage: ladder.qualify, closeDate: '2026-06-30', ...input })

describe('a stage', () => {
  it('gives its opportunities status, probability and category, which may be set apart from it', async () => {
    const deal = await newDeal()
    expect(deal).toMatchObject({
      status: 'open',
      probability: '10.0000',
      category: 'pipeline',
      pipeline: ladder.pipeline,
    })
    const sure = await t.update(Opportunity, deal.id, { stage: ladder.propose, category: 'commit' })
    expect(sure).toMatchObject({ probability: '40.0000', category: 'commit' })
    expect(await t.update(Opportunity, deal.id, { category: null })).toMatchObject({ category: 'bestCase' })
  })

  it('that is won closes on the day of the company, certain and without a doubt', async () => {
    const deal = await newDeal()
    const won = await t.update(Opportunity, deal.id, { stage: ladder.won, probability: '50' })
    expect(won).toMatchObject({ status: 'won', probability: '100.0000', category: 'closed', closedOn: '2026-03-02' })
  })

  it('that is lost asks why', async () => {
    const deal = await newDeal()
    await expect(t.update(Opportunity, deal.id, { stage: ladder.lost })).rejects.toThrow(/needs a lost reason/)
    const lost = await t.update(Opportunity, deal.id, { stage: ladder.lost, lostReason: ladder.reason })
    expect(lost).toMatchObject({ status: 'lost', category: 'omitted', probability: '0.0000' })
  })

  it('is closed neither in the future nor by a category alone', async () => {
    const deal = await newDeal()
    await expect(t.update(Opportunity, deal.id, { stage: ladder.won, closedOn: '2026-03-03' })).rejects.toThrow(
      /still to come/,
    )
    await expect(t.update(Opportunity, deal.id, { category: 'closed' })).rejects.toThrow(/only what is won/)
    await expect(t.update(Opportunity, deal.id, { closedOn: '2026-03-01' })).rejects.toThrow(/no closing day/)
  })
})

describe('a closed opportunity', () => {
  it('is reopened by whoever may, and only through an open stage', async () => {
    const seller = await t.actor('user', {
      permissions: { 'sfa:read': 'all', 'sfa:write': 'all', 'customers:read': 'all', 'catalog:read': 'all' },
    })
    const deal = await newDeal()
    await t.update(Opportunity, deal.id, { stage: ladder.lost, lostReason: ladder.reason, lostNote: 'Too dear' })
    await expect(t.update(Opportunity, deal.id, { stage: ladder.won })).rejects.toThrow(/Reopen it before/)
    await expect(t.update(Opportunity, deal.id, { stage: ladder.propose }, seller)).rejects.toThrow(/sfa:reopen/)
    const open = await t.update(Opportunity, deal.id, { stage: ladder.propose })
    expect(open).toMatchObject({
      status: 'open',
      closedOn: null,
      lostReason: null,
      lostNote: null,
      probability: '40.0000',
    })
  })

  it('keeps what it was about, unless somebody corrects it who may', async () => {
    const seller = await t.actor('user', {
      permissions: { 'sfa:read': 'all', 'sfa:write': 'all', 'customers:read': 'all', 'catalog:read': 'all' },
    })
    const deal = await newDeal({ amount: eur(100n) })
    await t.update(Opportunity, deal.id, { stage: ladder.won })
    await expect(t.update(Opportunity, deal.id, { amount: eur(200n) }, seller)).rejects.toMatchObject({
      code: 'sfa.closed',
    })
    await expect(
      t.create(OpportunityLine, { opportunity: deal.id, priceSource: 'manual', unitPrice: '1' }, seller),
    ).rejects.toMatchObject({ code: 'sfa.closed' })
    expect(await t.update(Opportunity, deal.id, { amount: eur(200n) })).toMatchObject({ amount: eur(200n) })
  })
})

describe('gates', () => {
  it('name everything that is missing, on every way past them', async () => {
    const guarded = await makeLadder(t)
    const gates = [
      { field: 'amount', atLeast: '1000', currency: 'EUR' },
      { contact: 'decisionMaker' },
      { field: 'nextStep' },
    ]
    await t.update(Stage, guarded.propose, { gates })
    const deal = await newDeal({ stage: guarded.qualify, amount: eur(99_999n) })
    for (const stage of [guarded.propose, guarded.negotiate, guarded.won])
      await expect(t.update(Opportunity, deal.id, { stage })).rejects.toMatchObject({
        code: 'sfa.gates',
        message: expect.stringMatching(
          /«Amount» is 999\.99 EUR, at least 1000 is needed; a contact with the role «decisionMaker» is not named; «Next step» is empty/,
        ),
      })
    await expect(newDeal({ stage: guarded.negotiate })).rejects.toMatchObject({ code: 'sfa.gates' })
    await t.create(OpportunityContact, {
      opportunity: deal.id,
      contact: (await t.create(Contact, { account: deal.account })).id,
      role: 'decisionMaker',
    })
    const moved = await t.update(Opportunity, deal.id, {
      stage: guarded.negotiate,
      amount: eur(100_000n),
      nextStep: 'Call',
    })
    expect(moved.probability).toBe('80.0000')
  })

  it('that could never be held against an opportunity are refused', async () => {
    const wrong = [
      { field: 'colour' },
      { contact: 'friend' },
      { lines: 0 },
      { field: 'name', atLeast: '1' },
      { when: 1 },
    ]
    await expect(t.update(Stage, ladder.propose, { gates: wrong })).rejects.toMatchObject({
      code: 'VALIDATION',
      issues: [{}, {}, {}, {}, {}],
    })
  })

  it('do not keep an opportunity from being lost', async () => {
    const guarded = await makeLadder(t)
    await t.update(Stage, guarded.propose, { gates: [{ lines: 1 }] })
    const deal = await newDeal({ stage: guarded.qualify })
    expect((await t.update(Opportunity, deal.id, { stage: guarded.lost, lostReason: guarded.reason })).status).toBe(
      'lost',
    )
  })
})

it('remembers when an opportunity entered and left each stage', async () => {
  const deal = await newDeal()
  t.clock.advance({ hours: 5 })
  await t.update(Opportunity, deal.id, { stage: ladder.propose })
  t.clock.advance({ hours: 2 })
  await t.update(Opportunity, deal.id, { stage: ladder.won })
  const stays = await t.system.list(OpportunityStage, {
    where: { opportunity: { eq: deal.id } },
    orderBy: [{ enteredAt: 'asc' }],
  })
  expect(stays.map(({ stage, previous, enteredAt, leftAt }) => [stage, previous, hours(enteredAt, leftAt)])).toEqual([
    [ladder.qualify, null, 5],
    [ladder.propose, ladder.qualify, 2],
    [ladder.won, ladder.propose, null],
  ])
})

const hours = (from: Date, to: Date | null): number | null => (to ? (to.getTime() - from.getTime()) / 3_600_000 : null)

it('tells dwell times of each stage, the same for the same span whenever it is asked', async () => {
  const own = await makeLadder(t)
  const span = {
    pipeline: own.pipeline,
    since: t.clock.now(),
    until: new Date(t.clock.now().getTime() + 90 * 3_600_000),
  }
  for (const stay of [1, 2, 3, 10]) {
    const deal = await newDeal({ stage: own.qualify })
    t.clock.advance({ hours: stay })
    await t.update(Opportunity, deal.id, { stage: own.propose })
  }
  const asked = async () => (await dwellTimes(t.system, span)).slice(0, 2)
  const told = await asked()
  expect(told).toMatchObject([
    { name: 'Qualify', left: 4, present: 0, averageSeconds: 14_400, medianSeconds: 7200, p90Seconds: 36_000 },
    { name: 'Propose', left: 0, present: 4, medianSeconds: null },
  ])
  t.clock.advance({ days: 9 })
  await newDeal({ stage: own.qualify })
  expect((await asked())[0]).toEqual({ ...told[0], present: 1 })
})

it('keeps a stage open, won or lost as long as opportunities are in it', async () => {
  const own = await makeLadder(t)
  await t.update(Stage, own.negotiate, { kind: 'won', probability: '100', category: 'closed' })
  await newDeal({ stage: own.propose })
  const won = { kind: 'won', probability: '100', category: 'closed' }
  await expect(t.update(Stage, own.propose, won)).rejects.toMatchObject({ code: 'sfa.stageInUse' })
  await Promise.allSettled([newDeal({ stage: own.qualify }), t.update(Stage, own.qualify, won)])
  const stage = await t.system.get(Stage, own.qualify)
  for (const deal of await t.system.list(Opportunity, { where: { stage: { eq: own.qualify } } }))
    expect(deal.status).toBe(stage.kind)
})

describe('products', () => {
  it('are priced by the catalog, and make up amount and cost', async () => {
    const product = await t.create(Product, { releasedOn: '2020-01-01' })
    const book = await t.create(PriceBook, { currency: 'EUR' })
    await t.create(PriceBookEntry, { book: book.id, product: product.id, unitPrice: '19.99', from: '1' })
    await t.create(ProductCost, { product: product.id, currency: 'EUR', validFrom: '2026-01-01', unitCost: '7.005' })
    const account = await t.create(Account, { currency: 'EUR' })
    const deal = await newDeal({ account: account.id, amountSource: 'lines' })
    const line = await t.create(OpportunityLine, {
      opportunity: deal.id,
      product: product.id,
      quantity: '3',
      discount: '10',
    })
    // 59.97 less 10 % is 53.973; 21.015 of cost is rounded up.
    expect(line).toMatchObject({ priceSource: 'catalog', unitPrice: '19.990000', amount: eur(5397n), cost: eur(2102n) })
    await t.create(OpportunityLine, { opportunity: deal.id, product: product.id, quantity: '2', unitPrice: '10' })
    expect(await t.system.get(Opportunity, deal.id)).toMatchObject({ amount: eur(7397n), expectedCost: eur(3503n) })
    await expect(t.update(Opportunity, deal.id, { amount: eur(1n) })).rejects.toMatchObject({
      code: 'sfa.amountFromLines',
    })
    await t.system.mutate(OpportunityLine).delete(line.id)
    expect(await t.system.get(Opportunity, deal.id)).toMatchObject({ amount: eur(2000n), expectedCost: eur(1401n) })
    await t.update(Opportunity, deal.id, { amountSource: 'manual', amount: eur(5n) })
    expect(await t.update(Opportunity, deal.id, { amountSource: 'lines' })).toMatchObject({ amount: eur(2000n) })
  })

  it('without a known cost leave the cost of the deal unknown, not nought', async () => {
    const product = await t.create(Product, { releasedOn: '2020-01-01' })
    const deal = await newDeal({ amountSource: 'lines' })
    await t.create(OpportunityLine, { opportunity: deal.id, product: product.id, unitPrice: '5' })
    expect(await t.system.get(Opportunity, deal.id)).toMatchObject({ amount: eur(500n), expectedCost: null })
  })

  it('without a price say so', async () => {
    const product = await t.create(Product, { releasedOn: '2020-01-01' })
    const deal = await newDeal()
    await expect(t.create(OpportunityLine, { opportunity: deal.id, product: product.id })).rejects.toMatchObject({
      code: 'PRICE_MISSING',
    })
  })

  it('added by many at once are all in the amount', async () => {
    const product = await t.create(Product, { releasedOn: '2020-01-01' })
    const deal = await newDeal({ amountSource: 'lines' })
    const line = { opportunity: deal.id, product: product.id, unitPrice: '1', quantity: '1' }
    await Promise.all(Array.from({ length: 8 }, () => t.system.mutate(OpportunityLine).create(line)))
    expect(await t.system.get(Opportunity, deal.id)).toMatchObject({ amount: eur(800n) })
  })

  it('are changed only by whoever may change the deal', async () => {
    const deal = await newDeal({ owner: (await t.create(User)).id })
    const product = await t.create(Product, { releasedOn: '2020-01-01' })
    const reader = await t.actor('user', {
      permissions: { 'sfa:read': 'all', 'sfa:write': 'own', 'catalog:read': 'all', 'customers:read': 'all' },
    })
    const line = { opportunity: deal.id, product: product.id, unitPrice: '1' }
    await expect(t.as(reader).mutate(OpportunityLine).create(line)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const contact = { opportunity: deal.id, contact: (await t.create(Contact)).id, role: 'champion' } as const
    await expect(t.as(reader).mutate(OpportunityContact).create(contact)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

it('comes from a lead only once', async () => {
  const lead = await t.create(Lead, { lastName: 'Okafor' })
  await newDeal({ lead: lead.id })
  await expect(newDeal({ lead: lead.id })).rejects.toMatchObject({ code: 'DUPLICATE' })
})

it('is of whoever makes it, of his team, and of the territory of the account', async () => {
  const seller = (await t.actor('user')) as { id: string } & Awaited<ReturnType<TestCrm['actor']>>
  const team = await t.create(Team)
  await t.create(TeamMember, { team: team.id, user: seller.id })
  const territory = await t.create(Territory)
  const account = await t.create(Account, { territory: territory.id })
  const deal = await t.create(
    Opportunity,
    { stage: ladder.qualify, account: account.id, closeDate: '2026-06-30' },
    seller,
  )
  expect(deal).toMatchObject({ owner: seller.id, team: team.id, territory: territory.id })
})
