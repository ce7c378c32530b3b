import type { Id } from '@tessera/core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FundAllocation, FundBudget, FundClaim, FundEntry, FundPayment, FundRequest } from '../model.ts'
import { fundDeadlines } from './deadlines/deadlines-job.ts'
import { eur, FundDesk } from './test-support/fund-desk.ts'

let desk: FundDesk
beforeAll(async () => {
  desk = await FundDesk.open()
})
afterAll(() => desk.t.close())

const step = fc.record({
  does: fc.constantFrom(
    ...(['allocate', 'request', 'request', 'approve', 'approve', 'approve', 'claim', 'claim', 'approveClaim'] as const),
    ...(['approveClaim', 'pay', 'pay', 'reversePayment', 'rejectClaim', 'close', 'cancel', 'resize', 'fund'] as const),
    ...(['days', 'approveClaim', 'pay', 'reversePayment', 'rejectClaim'] as const),
  ),
  of: fc.nat(2),
  minor: fc.integer({ min: 1, max: 500_00 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Funds of one budget as they are used, in any order, also in ways that are refused. */
class Season {
  readonly #budget: Id
  readonly #allocations: Id[] = []
  readonly #requests: Id[] = []
  readonly #claims: Id[] = []
  readonly #payments: Id[] = []
  done = 0

  constructor(budget: Id) {
    this.#budget = budget
  }

  async take({ does, of, minor }: Step): Promise<void> {
    const pick = (ids: readonly Id[]): Id => ids[of % Math.max(ids.length, 1)] ?? ''
    const [allocation, request, claim, payment] = [
      pick(this.#allocations),
      pick(this.#requests),
      pick(this.#claims),
      pick(this.#payments),
    ]
    const decider = desk.t.as(desk.decider)
    if (does === 'allocate') this.#allocations.push((await desk.allocation(this.#budget, eur(minor + 300_00))).id)
    if (does === 'request' && allocation) this.#requests.push((await desk.request(allocation, eur(minor))).id)
    if (does === 'approve' && request) await desk.approve(request)
    if (does === 'claim' && request) this.#claims.push((await desk.claim(request, eur(Math.ceil(minor / 5)))).id)
    if (does === 'approveClaim' && claim) await desk.approveClaim(claim)
    if (does === 'pay' && claim) {
      const input = {
        claim,
        amount: eur(Math.ceil(minor / 10)),
        reference: `TX ${this.#payments.length}`,
        paidOn: '2026-03-01',
      }
      this.#payments.push((await decider.mutate(FundPayment).create(input)).id)
    }
    if (does === 'reversePayment' && payment) {
      const { claim: paid, amount, reference } = await desk.t.system.get(FundPayment, payment)
      const back = {
        claim: paid,
        amount,
        reversalOf: payment,
        reference: `${reference}-`,
        paidOn: '2026-03-01',
        reason: 'x',
      }
      await decider.mutate(FundPayment).create(back)
    }
    if (does === 'rejectClaim' && claim)
      await decider.mutate(FundClaim).update(claim, { status: 'rejected', reason: 'No' })
    if (does === 'close' && request) await decider.mutate(FundRequest).update(request, { status: 'closed' })
    if (does === 'cancel' && request)
      await desk.t.as(desk.seller).mutate(FundRequest).update(request, { status: 'cancelled' })
    if (does === 'resize' && allocation) await decider.mutate(FundAllocation).update(allocation, { amount: eur(minor) })
    if (does === 'fund') await decider.mutate(FundBudget).update(this.#budget, { total: eur(minor * 5) })
    if (does === 'days') {
      desk.t.clock.advance({ days: 60 })
      await fundDeadlines.run({ ctx: desk.t.system } as never)
    }
    this.done += 1
  }
}

const isRefused = (error: unknown): boolean =>
  /^(prm\.|DUPLICATE|NOT_FOUND|CHECK_FAILED|VALIDATION)/.test(String((error as { code?: string }).code ?? ''))

it('whatever is done and refused, every balance is what its entries say, none is below zero, and debits equal credits', {
  timeout: 240_000,
}, async () => {
  let done = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 45 }), async (steps) => {
      desk.t.clock.set('2026-03-02T09:00:00Z')
      const season = new Season((await desk.budget(eur(1_500_00))).id)
      for (const each of steps)
        await season.take(each).catch((error: unknown) => {
          if (!isRefused(error)) throw error
        })
      expect(await desk.disagreements()).toEqual([])
      done += season.done
    }),
    { numRuns: 20, seed: 11, endOnFailure: true },
  )
  // Random steps are refused often; enough of them must not be.
  expect(done).toBeGreaterThan(100)
  const kinds = new Set((await desk.t.system.list(FundEntry, { limit: 10_000 })).map(({ kind }) => kind))
  expect([...kinds].sort()).toEqual(['allocate', 'approve', 'claim', 'expire', 'fund', 'pay', 'release', 'reverse'])
})
