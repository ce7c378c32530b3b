import { type Actor, Partner } from '@tessera/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FundAllocation, FundBudget, FundClaim, FundEntry, FundPayment, FundRequest, ProgramTier } from '../model.ts'
import { fundDeadlines } from './deadlines/deadlines-job.ts'
import { eur, FundDesk } from './test-support/fund-desk.ts'

let desk: FundDesk
beforeAll(async () => {
  desk = await FundDesk.open()
})
afterAll(() => desk.t.close())

it('money goes from the budget to the partner step by step, and the ledger says where it is', async () => {
  const budget = await desk.budget(eur(10_000_00))
  const allocation = await desk.allocation(budget.id, eur(4_000_00))
  const request = await desk.request(allocation.id, eur(1_500_00))
  await desk.approve(request.id, eur(1_200_00))
  const claim = await desk.claim(request.id, eur(1_000_00))
  await desk.approveClaim(claim.id, eur(900_00))
  const payments = desk.t.as(desk.decider).mutate(FundPayment)
  const pay = (reference: string, amount: number) =>
    payments.create({ claim: claim.id, amount: eur(amount), reference, paidOn: '2026-03-01' })
  await pay('TX 1', 400_00)
  expect((await desk.t.system.get(FundClaim, claim.id)).status).toBe('approved')
  const second = await pay('TX 2', 500_00)
  expect((await desk.t.system.get(FundClaim, claim.id)).status).toBe('paid')
  const balances = async () => [
    await desk.balance(`funding:${budget.id}`),
    await desk.balance(`unallocated:${budget.id}`),
    await desk.balance(`available:${allocation.id}`),
    await desk.balance(`committed:${request.id}`),
    await desk.balance(`payable:${claim.id}`),
    await desk.balance(`paid:${budget.id}`),
  ]
  expect(await balances()).toEqual([-10_000_00n, 6_000_00n, 2_800_00n, 300_00n, 0n, 900_00n])

  await payments.create({
    claim: claim.id,
    amount: eur(500_00),
    reference: 'TX 2 back',
    paidOn: '2026-03-02',
    reversalOf: second.id,
    reason: 'Wrong account',
  })
  expect((await desk.t.system.get(FundClaim, claim.id)).status).toBe('approved')
  await desk.t.as(desk.decider).mutate(FundRequest).update(request.id, { status: 'closed' })
  expect(await balances()).toEqual([-10_000_00n, 6_000_00n, 3_100_00n, 0n, 500_00n, 400_00n])
  expect(await desk.disagreements()).toEqual([])
})

it('a payment beyond what is owed, or recorded twice, is refused, and nothing of it stays', async () => {
  const budget = await desk.budget(eur(1_000_00))
  const request = await desk.request((await desk.allocation(budget.id, eur(500_00))).id, eur(500_00))
  await desk.approve(request.id)
  const claim = await desk.claim(request.id, eur(300_00))
  await desk.approveClaim(claim.id)
  const payments = desk.t.as(desk.decider).mutate(FundPayment)
  const payment = { claim: claim.id, amount: eur(200_00), reference: 'TX 9', paidOn: '2026-03-01' }
  await expect(payments.create({ ...payment, amount: eur(300_01) })).rejects.toMatchObject({
    code: 'prm.fundExceeded',
    message: expect.stringContaining('300.00 EUR left'),
  })
  await payments.create(payment)
  await expect(payments.create(payment)).rejects.toMatchObject({ code: 'DUPLICATE' })
  await expect(payments.create({ ...payment, reference: 'TX 10', paidOn: '2027-01-01' })).rejects.toMatchObject({
    code: 'prm.fundPaymentDay',
  })
  expect(await desk.balance(`payable:${claim.id}`)).toBe(100_00n)
  expect(await desk.t.system.list(FundPayment, { where: { claim: { eq: claim.id } } })).toHaveLength(1)
})

it('nothing goes out that is not there: allocations, approvals and claims are held within what is above them', async () => {
  const budget = await desk.budget(eur(1_000_00))
  await desk.allocation(budget.id, eur(700_00))
  await expect(desk.allocation(budget.id, eur(300_01))).rejects.toMatchObject({ code: 'prm.fundExceeded' })
  const allocation = await desk.allocation(budget.id, eur(300_00))
  const [first, second] = [
    await desk.request(allocation.id, eur(200_00)),
    await desk.request(allocation.id, eur(200_00)),
  ]
  await desk.approve(first.id)
  await expect(desk.approve(second.id)).rejects.toMatchObject({
    code: 'prm.fundExceeded',
    message: expect.stringContaining('100.00 EUR left'),
  })
  expect((await desk.t.system.get(FundRequest, second.id)).status).toBe('submitted')
  await desk.approve(second.id, eur(100_00))
  const allocations = desk.t.as(desk.decider).mutate(FundAllocation)
  await expect(allocations.update(allocation.id, { amount: eur(299_99) })).rejects.toMatchObject({
    code: 'prm.fundExceeded',
  })
  await expect(
    desk.t
      .as(desk.decider)
      .mutate(FundBudget)
      .update(budget.id, { total: eur(999_99) }),
  ).rejects.toMatchObject({
    code: 'prm.fundExceeded',
  })
  await desk.claim(first.id, eur(150_00))
  await expect(desk.claim(first.id, eur(50_01))).rejects.toMatchObject({ code: 'prm.fundExceeded' })
  expect(await desk.disagreements()).toEqual([])
})

it('the database itself keeps balances at or above zero', async () => {
  const budget = await desk.budget(eur(100_00))
  await expect(
    desk.t.database.pipeline([
      { text: 'update crm.fund_account set balance_minor = -1 where key = $1', values: [`unallocated:${budget.id}`] },
    ]),
  ).rejects.toMatchObject({ code: '23514' })
})

it('the ledger is only ever added to, also by the system', async () => {
  const budget = await desk.budget(eur(100_00))
  const [entry] = await desk.t.system.list(FundEntry, { where: { budget: { eq: budget.id } } })
  const ledger = desk.t.system.mutate(FundEntry)
  await expect(ledger.update(entry?.id ?? '', { amount: eur(1) })).rejects.toMatchObject({ code: 'prm.fundEntryStays' })
  await expect(ledger.delete(entry?.id ?? '')).rejects.toMatchObject({ code: 'prm.fundEntryStays' })
  await expect(
    ledger.create({ ...entry, id: undefined, debit: entry?.credit, credit: entry?.credit } as never),
  ).rejects.toThrow()
})

it('nobody decides on the own request, partners decide on none, and a rejection says why', async () => {
  const budget = await desk.budget(eur(1_000_00))
  const allocation = await desk.allocation(budget.id, eur(500_00))
  const both = await desk.t.actor('user', {
    permissions: { 'prm:funds': 'all', 'prm:write': 'all', 'prm:read': 'all' },
  })
  const own = await desk.request(allocation.id, eur(100_00), {}, both)
  expect(own.partner).toBe(desk.partner)
  await expect(desk.approve(own.id, undefined, both)).rejects.toMatchObject({ code: 'prm.fundOwn' })
  await expect(desk.approve(own.id, undefined, desk.seller)).rejects.toMatchObject({ code: 'prm.fundForbidden' })
  const writer = await desk.t.actor('user', { permissions: { 'prm:write': 'all', 'prm:read': 'all' } })
  await expect(desk.approve(own.id, undefined, writer)).rejects.toMatchObject({ code: 'prm.fundForbidden' })
  const requests = desk.t.as(desk.decider).mutate(FundRequest)
  await expect(requests.update(own.id, { status: 'rejected' })).rejects.toMatchObject({ code: 'prm.fundReason' })
  await requests.update(own.id, { status: 'rejected', reason: 'Not our customers' })
  await expect(requests.update(own.id, { status: 'approved' })).rejects.toMatchObject({ code: 'prm.fundStep' })
})

it('a request is held against the terms of its budget, and stands once it is submitted', async () => {
  const budget = await desk.budget(eur(1_000_00), { coFunding: '40' })
  const allocation = await desk.allocation(budget.id, eur(500_00))
  await expect(desk.request(allocation.id, eur(100_00), { cost: eur(249_99) })).rejects.toMatchObject({
    code: 'prm.fundShare',
    params: { most: '99.99' },
  })
  await expect(
    desk.request(allocation.id, eur(100_00), { cost: eur(250_00), startsOn: '2026-07-01', endsOn: '2026-07-02' }),
  ).rejects.toMatchObject({ code: 'prm.fundPeriod' })
  const request = await desk.request(allocation.id, eur(100_00), { cost: eur(250_00) })
  const requests = desk.t.as(desk.seller).mutate(FundRequest)
  await expect(requests.update(request.id, { requested: eur(90_00) })).rejects.toMatchObject({ code: 'prm.fundStep' })
  await requests.update(request.id, { status: 'draft' })
  await requests.update(request.id, { requested: eur(90_00) })
  const again = await requests.update(request.id, { status: 'submitted' })
  // 40 hours on a clock that runs day and night.
  expect(again.decideBy?.toISOString()).toBe('2026-03-04T01:00:00.000Z')
})

it('a claim takes its proof, its time and its invoice, which counts once', async () => {
  const budget = await desk.budget(eur(1_000_00), { claimDays: 10 })
  const request = await desk.request((await desk.allocation(budget.id, eur(500_00))).id, eur(400_00))
  await expect(desk.claim(request.id, eur(100_00))).rejects.toMatchObject({ code: 'prm.fundNotApproved' })
  await desk.approve(request.id)
  const claims = desk.t.as(desk.finance).mutate(FundClaim)
  const draft = await claims.create({
    request: request.id,
    amount: eur(100_00),
    spent: eur(200_00),
    invoiceNumber: 'R-77',
    invoicedOn: '2026-04-02',
  })
  await expect(claims.update(draft.id, { status: 'submitted' })).rejects.toMatchObject({ code: 'prm.fundProof' })
  await desk.claim(request.id, eur(100_00), { invoiceNumber: 'r-77' })
  await desk.prove(draft.id, desk.finance)
  await expect(claims.update(draft.id, { status: 'submitted' })).rejects.toMatchObject({ code: 'DUPLICATE' })
  await expect(claims.update(draft.id, { status: 'paid' })).rejects.toMatchObject({ code: 'prm.fundStep' })
  const before = desk.t.clock.now()
  desk.t.clock.set('2026-04-13T10:00:00Z')
  await expect(desk.claim(request.id, eur(10_00))).rejects.toMatchObject({ code: 'prm.fundLate' })
  desk.t.clock.set(before.toISOString())
})

it('what an approval of a claim took goes back when it is taken back, and not after a payment', async () => {
  const budget = await desk.budget(eur(1_000_00))
  const request = await desk.request((await desk.allocation(budget.id, eur(500_00))).id, eur(400_00))
  await desk.approve(request.id)
  const claim = await desk.claim(request.id, eur(100_00))
  await desk.approveClaim(claim.id)
  const claims = desk.t.as(desk.decider).mutate(FundClaim)
  await claims.update(claim.id, { status: 'rejected', reason: 'The invoice is of another year' })
  expect(await desk.balance(`committed:${request.id}`)).toBe(400_00n)
  const other = await desk.claim(request.id, eur(100_00))
  await desk.approveClaim(other.id)
  const payment = { claim: other.id, amount: eur(40_00), reference: 'TX', paidOn: '2026-03-01' }
  await desk.t.as(desk.decider).mutate(FundPayment).create(payment)
  await expect(claims.update(other.id, { status: 'rejected', reason: 'Late' })).rejects.toMatchObject({
    code: 'prm.fundPaid',
  })
  expect(await desk.disagreements()).toEqual([])
})

it('what is over goes back by itself: requests, allocations, budgets; a waiting claim holds its request', async () => {
  const t = desk.t
  const before = t.clock.now()
  const budget = await desk.budget(eur(1_000_00), { claimDays: 30 })
  const allocation = await desk.allocation(budget.id, eur(600_00))
  const [late, waiting] = [
    await desk.request(allocation.id, eur(200_00)),
    await desk.request(allocation.id, eur(100_00)),
  ]
  await desk.approve(late.id)
  await desk.approve(waiting.id)
  const claim = await desk.claim(waiting.id, eur(60_00))
  const run = (): Promise<unknown> => fundDeadlines.run({ ctx: t.system } as never)
  t.clock.set('2026-05-03T10:00:00Z')
  await run()
  expect((await t.system.get(FundRequest, late.id)).status).toBe('closed')
  expect((await t.system.get(FundRequest, waiting.id)).status).toBe('approved')
  expect((await t.system.get(FundClaim, claim.id)).escalatedAt).not.toBeNull()
  expect(await desk.balance(`available:${allocation.id}`)).toBe(500_00n)
  t.clock.set('2026-07-01T10:00:00Z')
  await run()
  expect((await t.system.get(FundAllocation, allocation.id)).status).toBe('expired')
  expect(await desk.balance(`available:${allocation.id}`)).toBe(0n)
  await desk.approveClaim(claim.id)
  await run()
  // The allocation is over, so what is left of the request goes on to the budget.
  expect(await desk.balance(`unallocated:${budget.id}`)).toBe(940_00n)
  t.clock.set('2027-01-01T10:00:00Z')
  await run()
  expect(await desk.balance(`unallocated:${budget.id}`)).toBe(0n)
  expect(await desk.balance(`funding:${budget.id}`)).toBe(-60_00n)
  const count = (await t.system.list(FundEntry, { limit: 10_000 })).length
  await run()
  expect((await t.system.list(FundEntry, { limit: 10_000 })).length).toBe(count)
  expect(await desk.disagreements()).toEqual([])
  t.clock.set(before.toISOString())
})

it('a partner sees its funds and those below it, never those of others, and asks for its own alone', async () => {
  const t = desk.t
  const budget = await desk.budget(eur(9_000_00))
  const below = (await t.create(Partner, { parent: desk.partner })).id
  const stranger = (await t.create(Partner, { parent: null })).id
  const [own, ofBelow, foreign] = [
    await desk.allocation(budget.id, eur(100_00)),
    await desk.allocation(budget.id, eur(100_00), { partner: below }),
    await desk.allocation(budget.id, eur(100_00), { partner: stranger }),
  ]
  const people = (partner: string): Promise<Actor> => t.actor('partner', { partner, roles: ['admin'] })
  const [lower, other] = [await people(below), await people(stranger)]
  const ofLower = await desk.request(ofBelow.id, eur(50_00), {}, lower)
  const ofOther = await desk.request(foreign.id, eur(50_00), {}, other)
  const seen = async (actor: Actor): Promise<string[]> =>
    (await t.as(actor).list(FundRequest, { where: { id: { in: [ofLower.id, ofOther.id] } } })).map(({ id }) => id)
  expect(await seen(desk.seller)).toEqual([ofLower.id])
  expect(await seen(lower)).toEqual([ofLower.id])
  expect(await seen(other)).toEqual([ofOther.id])
  expect(await t.as(desk.seller).find(FundAllocation, foreign.id)).toBeNull()
  const unknown = { code: 'VALIDATION', issues: [expect.objectContaining({ code: 'UNKNOWN_REFERENCE' })] }
  await expect(desk.request(foreign.id, eur(10_00))).rejects.toMatchObject(unknown)
  await expect(desk.claim(ofOther.id, eur(10_00), {}, desk.seller)).rejects.toMatchObject(unknown)
  await expect(desk.request(ofBelow.id, eur(10_00))).rejects.toMatchObject({ code: 'prm.fundAllocation' })
  await expect(desk.request(own.id, eur(10_00), { partner: stranger })).rejects.toMatchObject({ code: 'VALIDATION' })
  await expect(desk.request(own.id, eur(10_00), { onBehalfOf: below })).rejects.toThrow()
  await expect(t.as(desk.seller).mutate(FundRequest).update(ofLower.id, { status: 'cancelled' })).rejects.toMatchObject(
    {
      code: 'FORBIDDEN',
    },
  )
  const service = await t.actor('partner', { partner: desk.partner, roles: ['service'] })
  await expect(t.as(service).list(FundAllocation)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  // How much there is for everybody is the company's.
  const [terms] = await t.as(desk.seller).list(FundBudget, { where: { id: { eq: budget.id } } })
  expect(terms).toMatchObject({ name: budget.name })
  expect(terms).not.toHaveProperty('total')
  await expect(t.as(desk.seller).list(FundEntry)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

it('the partners of a tier draw from its allocation together', async () => {
  const t = desk.t
  const tier = await t.create(ProgramTier, { rank: 7 })
  const [gold, alsoGold] = [
    (await t.create(Partner, { parent: null, prmTier: tier.id })).id,
    (await t.create(Partner, { parent: null, prmTier: tier.id })).id,
  ]
  const pool = await desk.allocation((await desk.budget(eur(1_000_00))).id, eur(300_00), { tier: tier.id })
  const people = (partner: string): Promise<Actor> => t.actor('partner', { partner, roles: ['sales'] })
  const [first, second] = [await people(gold), await people(alsoGold)]
  await desk.approve((await desk.request(pool.id, eur(200_00), {}, first)).id)
  const more = await desk.request(pool.id, eur(200_00), {}, second)
  await expect(desk.approve(more.id)).rejects.toMatchObject({ code: 'prm.fundExceeded' })
  expect(await t.as(desk.seller).find(FundAllocation, pool.id)).toBeNull()
  await expect(desk.request(pool.id, eur(10_00), { onBehalfOf: null }, desk.decider)).rejects.toThrow()
})

it('channel staff with the scope own see the funds of partners they look after, and follow when that changes', async () => {
  const t = desk.t
  const manager = await t.actor('user', { permissions: { 'prm:funds': 'own' } })
  const partner = (await t.create(Partner, { parent: null, prmManager: (manager as { id: string }).id })).id
  const person = await t.actor('partner', { partner })
  const allocation = await desk.allocation((await desk.budget(eur(500_00))).id, eur(100_00), { partner })
  const request = await desk.request(allocation.id, eur(50_00), {}, person)
  expect((await t.as(manager).list(FundRequest)).map(({ id }) => id)).toEqual([request.id])
  await t.update(Partner, partner, { prmManager: null })
  expect(await t.as(manager).list(FundRequest)).toEqual([])
  await expect(desk.approve(request.id, undefined, manager)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('home says by currency what is left, waits and is due; over GraphQL every step is a mutation', async () => {
  const t = desk.t
  const partner = (await t.create(Partner, { parent: null })).id
  const person = await t.actor('partner', { partner, roles: ['admin', 'finance'] })
  const budget = await desk.budget(eur(5_000_00))
  const allocation = await desk.allocation(budget.id, eur(1_000_00), { partner })
  const made = await t.graphql<{ createFundRequest: { id: string } }>(
    person,
    `mutation($allocation: ID!) { createFundRequest(input: { allocation: $allocation, title: "Fair", activityType: tradeShow,
      startsOn: "2026-04-01", endsOn: "2026-04-03", cost: { amount: "800", currency: "EUR" },
      requested: { amount: "400", currency: "EUR" } }) { id number status } }`,
    { allocation: allocation.id },
  )
  const { id } = made.createFundRequest
  await t.graphql(person, `mutation($id: ID!) { submitFundRequest(id: $id) { status decideBy } }`, { id })
  await desk.request(allocation.id, eur(100_00), {}, person)
  await t.graphql(desk.decider, `mutation($id: ID!) { approveFundRequest(id: $id, amount: "350") { status } }`, { id })
  const claim = await desk.claim(id, eur(200_00), {}, person)
  const paid = await t.graphql<{ recordFundPayment: { id: string; amount: { amount: string } } }>(
    desk.decider,
    `mutation($id: ID!) { approveFundClaim(id: $id) { status } recordFundPayment(claim: $id, reference: "TX 100") { id amount { amount } } }`,
    { id: claim.id },
  )
  expect(paid.recordFundPayment.amount.amount).toBe('200.00')
  await desk.claim(id, eur(50_00), {}, person)
  const home = `{ fundsHome { currency available requested committed claimed payable paid requestsWaiting claimsWaiting nextClaimDeadline } }`
  expect(await t.graphql(person, home)).toEqual({
    fundsHome: [
      {
        currency: 'EUR',
        available: '650.00',
        requested: '100.00',
        committed: '150.00',
        claimed: '50.00',
        payable: '0.00',
        paid: '200.00',
        requestsWaiting: 1,
        claimsWaiting: 1,
        nextClaimDeadline: '2026-06-02',
      },
    ],
  })
  const reverse = `mutation($id: ID!) { reverseFundPayment(id: $id, reason: "Bounced") { reference } }`
  await t.graphql(desk.decider, reverse, { id: paid.recordFundPayment.id })
  expect(await t.graphql(person, '{ fundsHome { payable paid } }')).toEqual({
    fundsHome: [{ payable: '200.00', paid: '0.00' }],
  })
  const bad = await t.graphqlAnswer(
    desk.decider,
    `mutation($id: ID!) { approveFundRequest(id: $id, amount: "1.234") { id } }`,
    { id },
  )
  expect(bad.errors?.[0]?.extensions?.code).toBe('VALIDATION')
})
