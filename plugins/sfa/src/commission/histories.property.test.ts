import type { Id } from '@tessera/core'
import { Invoice, Order, PaymentAllocation } from '@tessera/plugin-orders/model'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CommissionEntry, CommissionPlan } from '../model.ts'
import { calculateCommission } from './calculate.ts'
import { SalesFloor, type Sold } from './test-support/sales-floor.ts'

let floor: SalesFloor
beforeAll(async () => {
  floor = await SalesFloor.open()
  floor.t.clock.set('2026-06-15T09:00:00Z')
})
afterAll(() => floor.t.close())

const day = fc.integer({ min: 0, max: 80 }).map((n) => new Date(Date.UTC(2026, 2, 1 + n)).toISOString().slice(0, 10))
const step = fc.record({
  does: fc.constantFrom(
    ...(['bill', 'bill', 'bill', 'pay', 'pay', 'pay', 'giveBack', 'credit', 'calculate', 'calculate'] as const),
    ...(['bill', 'bill', 'pay', 'pay', 'giveBack', 'credit', 'calculate', 'void', 'unpay', 'cancel'] as const),
  ),
  of: fc.nat(2),
  on: day,
  net: fc.bigInt(1n, 60_00n),
})
const history = fc.record({
  earnedAt: fc.constantFrom('order', 'invoice', 'payment'),
  tierMode: fc.constantFrom('marginal', 'retroactive'),
  steps: fc.array(step, { minLength: 5, maxLength: 14 }),
})

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What happens in a shop, one thing after the other. */
class Shop {
  readonly #invoices: Id[] = []
  readonly #payments: Id[] = []
  readonly sold: readonly Sold[]
  readonly plan: Id

  constructor(sold: readonly Sold[], plan: Id) {
    this.sold = sold
    this.plan = plan
  }

  async take({ does, of, on, net }: Step): Promise<void> {
    const sold = this.sold[of] as Sold
    const { system } = floor.t
    const invoice = this.#invoices[of % Math.max(this.#invoices.length, 1)]
    if (does === 'bill') this.#invoices.push(await floor.bill(sold, net, on))
    else if (does === 'credit') await floor.bill(sold, net, on, { type: 'creditNote' })
    else if (does === 'pay' && invoice) this.#payments.push(await floor.pay(invoice, net, on))
    else if (does === 'void' && invoice) await system.mutate(Invoice).update(invoice, { status: 'void' })
    else if (does === 'unpay' && this.#payments.length > 0)
      await system.mutate(PaymentAllocation).delete(this.#payments.pop() ?? '')
    else if (does === 'giveBack') await floor.giveBack(sold, '3', on)
    else if (does === 'cancel') await system.mutate(Order).update(sold.order, { status: 'cancelled' })
    else if (does === 'calculate') await calculateCommission(floor.t.system, this.plan)
  }
}

/** What everybody has, by person, period and what caused it; without what cancels out. */
async function ledger(plan: Id): Promise<Map<string, bigint>> {
  const entries = await floor.t.system.list(CommissionEntry, { where: { plan: { eq: plan } }, limit: 10_000 })
  const sums = new Map<string, bigint>()
  for (const { person, event, occurredOn, amount } of entries) {
    const key = `${person} ${event} ${occurredOn.slice(0, 7)}`
    sums.set(key, (sums.get(key) ?? 0n) + amount.minor)
  }
  return new Map([...sums].filter(([, minor]) => minor !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error && /^(orders\.|CHECK_FAILED|VALIDATION|REJECTED)/.test((error as { code?: string }).code ?? '')

it('whatever happened and whenever it was calculated, the ledger says what one calculation at the end says', {
  timeout: 180_000,
}, async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(history, async ({ earnedAt, tierMode, steps }) => {
      const [anna, ben] = [await floor.person(), await floor.person()]
      const terms = [
        { earnedAt },
        { rate: '5', tierBasis: 'amount', tierMode, tiers: [{ from: '60', rate: '9.5' }] },
      ] as const
      const plan = await floor.plan([anna.id, ben.id], ...terms)
      const sold: Sold[] = []
      for (const owner of [anna.id, ben.id, anna.id])
        sold.push(await floor.sell({ owner, net: 90_07, on: '2026-02-20' }))
      const shop = new Shop(sold, plan.id)
      for (const each of steps) {
        await shop.take(each).catch((error: unknown) => {
          if (!isRefused(error)) throw error
        })
      }
      await calculateCommission(floor.t.system, plan.id)
      expect(await calculateCommission(floor.t.system, plan.id)).toMatchObject({ written: 0, reversed: 0 })
      await floor.t.system.mutate(CommissionPlan).update(plan.id, { active: false })
      const fresh = await floor.plan([anna.id, ben.id], ...terms)
      await calculateCommission(floor.t.system, fresh.id)
      const before = await ledger(plan.id)
      expect(before).toEqual(await ledger(fresh.id))
      await floor.t.system.mutate(CommissionPlan).update(fresh.id, { active: false })
      compared += before.size
    }),
    { numRuns: 12, seed: 21, endOnFailure: true },
  )
  expect(compared).toBeGreaterThan(20)
})
