import { afterAll, beforeAll, expect, it } from 'vitest'
import { FundEntry, FundPayment, FundRequest } from '../model.ts'
import { eur, FundDesk } from './test-support/fund-desk.ts'

let desk: FundDesk
beforeAll(async () => {
  desk = await FundDesk.open()
})
afterAll(() => desk.t.close())

// The embedded database has one session, so there only the order varies.
const many = process.env.TESSERA_TEST_DATABASE_URL ? 1000 : 100
const inFlight = 50

/** Runs all of them, so many at a time, and tells how each ended. */
async function together<T>(works: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
  const outcomes: PromiseSettledResult<T>[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < works.length; index = next++) {
      const [outcome] = await Promise.allSettled([works[index]?.() as Promise<T>])
      outcomes[index] = outcome as PromiseSettledResult<T>
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return outcomes
}

it(`${many} approvals at once never take more than the allocation`, { timeout: 300_000 }, async () => {
  const budget = await desk.budget(eur(100_000_00))
  // A third of what is asked for, and a bit.
  const allocation = await desk.allocation(budget.id, eur((many / 4) * 10_00 + 3_33))
  const requests = await desk.t
    .as(desk.seller)
    .mutate(FundRequest)
    .createMany(
      Array.from({ length: many }, (_, n) => ({
        allocation: allocation.id,
        title: `Request ${n}`,
        activityType: 'digital' as const,
        startsOn: '2026-04-01',
        endsOn: '2026-04-02',
        requested: eur(10_00),
        cost: eur(20_00),
        status: 'submitted' as const,
      })),
    )
  const outcomes = await together(
    requests.map(
      ({ id }) =>
        () =>
          desk.approve(id),
    ),
  )
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
  expect(outcomes.length - refused.length).toBe(many / 4)
  expect(new Set(refused)).toEqual(new Set(['prm.fundExceeded']))
  expect(await desk.balance(`available:${allocation.id}`)).toBe(3_33n)
  expect(await desk.t.system.list(FundRequest, { where: { status: { eq: 'approved' } }, limit: 10_000 })).toHaveLength(
    many / 4,
  )
  expect(await desk.t.system.list(FundEntry, { where: { kind: { eq: 'approve' } }, limit: 10_000 })).toHaveLength(
    many / 4,
  )
  expect(await desk.disagreements()).toEqual([])
})

it('allocations at once stay within the budget, payments at once within the claim', { timeout: 120_000 }, async () => {
  const budget = await desk.budget(eur(1_000_00))
  const allocations = await together(Array.from({ length: 60 }, () => () => desk.allocation(budget.id, eur(30_00))))
  expect(allocations.filter(({ status }) => status === 'fulfilled')).toHaveLength(33)
  const allocation = allocations.find((outcome) => outcome.status === 'fulfilled')?.value.id ?? ''
  const request = await desk.request(allocation, eur(30_00))
  await desk.approve(request.id)
  const claim = await desk.claim(request.id, eur(30_00))
  await desk.approveClaim(claim.id)
  const payments = desk.t.as(desk.decider).mutate(FundPayment)
  const paid = await together(
    Array.from(
      { length: 40 },
      (_, n) => () =>
        payments.create({ claim: claim.id, amount: eur(7_00), reference: `TX ${n}`, paidOn: '2026-03-01' }),
    ),
  )
  expect(paid.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
  expect(await desk.disagreements()).toEqual([])
})
