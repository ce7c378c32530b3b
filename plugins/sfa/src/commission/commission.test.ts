import type { Actor, Id } from '@tessera/core'
import { ExchangeRate } from '@tessera/plugin-catalog/model'
import { Order } from '@tessera/plugin-orders/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CommissionEntry, CommissionOpenPoint, CommissionRule, OrderSplit, Quota } from '../model.ts'
import { calculateCommission } from './calculate.ts'
import { closeCommissionPeriod, reopenCommissionPeriod } from './ledger/close-period.ts'
import { eur, SalesFloor } from './test-support/sales-floor.ts'

let floor: SalesFloor
beforeAll(async () => {
  floor = await SalesFloor.open()
  // Days after the periods the tests close.
  floor.t.clock.set('2026-06-15T09:00:00Z')
})
afterAll(() => floor.t.close())

const calculate = (plan: Id) => calculateCommission(floor.t.as(floor.manager), plan)

async function closeUntil(plan: Id, ...months: readonly string[]): Promise<void> {
  for (const month of months) {
    const { id } = await floor.periodFrom(plan, `2026-${month}-01`)
    await closeCommissionPeriod(floor.t.as(floor.manager), id)
  }
}

describe('a salesperson earns', () => {
  it('so many per cent of what was ordered, and the entry names order line and rule version', async () => {
    const anna = await floor.person()
    const plan = await floor.plan([anna.id])
    const sold = await floor.sell({ owner: anna.id, net: 100_001 })
    expect(await calculate(plan.id)).toMatchObject({ written: 1, reversed: 0, openPoints: 0 })
    const [entry] = await floor.entries(plan.id)
    expect(entry).toMatchObject({
      person: anna.id,
      kind: 'earned',
      orderLine: sold.line,
      event: `order:${sold.line}`,
      ruleVersion: 1,
      basis: eur(100_001),
      rate: '5.0000',
      share: '100.0000',
      amount: eur(5000),
      explanation: { parts: [{ amount: '1000.01', rate: '5' }] },
    })
    expect(entry?.rule).not.toBeNull()
  })

  it('nothing for an order that is a draft, is cancelled, or was placed before the plan', async () => {
    const anna = await floor.person()
    const plan = await floor.plan([anna.id])
    await floor.sell({ owner: anna.id, net: 100, status: 'draft' })
    await floor.sell({ owner: anna.id, net: 100, status: 'cancelled' })
    await floor.sell({ owner: anna.id, net: 100, on: '2025-12-31' })
    expect(await calculate(plan.id)).toMatchObject({ written: 0 })
  })

  it('on the margin, and what has no cost is an open point', async () => {
    const anna = await floor.person()
    const plan = await floor.plan([anna.id], { measure: 'margin' }, { rate: '10' })
    await floor.sell({ owner: anna.id, net: 100_00, cost: 60_00 })
    await floor.sell({ owner: anna.id, net: 100_00, cost: 160_00 })
    const unknown = await floor.sell({ owner: anna.id, net: 100_00 })
    expect(await calculate(plan.id)).toMatchObject({ written: 1, openPoints: 1 })
    expect(await floor.earned(plan.id, anna.id)).toBe(4_00n)
    const [point] = await floor.t.system.list(CommissionOpenPoint, { where: { orderLine: { eq: unknown.line } } })
    expect(point).toMatchObject({ code: 'COST_MISSING', net: eur(100_00) })
  })

  it('when it is invoiced, and when it is paid, in parts', async () => {
    const anna = await floor.person()
    const ben = await floor.person()
    const invoiced = await floor.plan([anna.id], { earnedAt: 'invoice' })
    const paid = await floor.plan([ben.id], { earnedAt: 'payment' })
    for (const [owner, plan] of [
      [anna.id, invoiced.id],
      [ben.id, paid.id],
    ] as const) {
      const sold = await floor.sell({ owner, net: 1000_00 })
      expect(await calculate(plan)).toMatchObject({ written: 0 })
      const first = await floor.bill(sold, 300_00, '2026-02-10')
      await floor.bill(sold, 700_00, '2026-03-10')
      await floor.pay(first, 100_00, '2026-04-02')
      await floor.pay(first, 200_00, '2026-05-02')
      await calculate(plan)
    }
    expect(await floor.earned(invoiced.id, anna.id, '2026-02-01')).toBe(15_00n)
    expect(await floor.earned(invoiced.id, anna.id, '2026-03-01')).toBe(35_00n)
    expect(await floor.earned(paid.id, ben.id, '2026-03-01')).toBe(0n)
    expect(await floor.earned(paid.id, ben.id, '2026-04-01')).toBe(5_00n)
    expect(await floor.earned(paid.id, ben.id, '2026-05-01')).toBe(10_00n)
  })

  it('shares of an order, and no cent of it is lost', async () => {
    const [anna, ben, carl] = [await floor.person(), await floor.person(), await floor.person()]
    const plan = await floor.plan([anna.id, ben.id, carl.id], {}, { rate: '100' })
    const { order } = await floor.sell({ owner: anna.id, net: 100 })
    const shares = [
      [anna.id, '33.3333'],
      [ben.id, '33.3333'],
      [carl.id, '33.3334'],
    ] as const
    await floor.t.system.mutate(OrderSplit).createMany(shares.map(([user, percent]) => ({ order, user, percent })))
    await calculate(plan.id)
    const amounts = (await floor.entries(plan.id)).map(({ amount }) => amount.minor)
    expect(amounts.reduce((sum, minor) => sum + minor, 0n)).toBe(100n)
    expect(amounts.toSorted()).toEqual([33n, 33n, 34n])
  })

  it('by tiers of the amount: what is above the threshold, or all of it', async () => {
    const tiers = [{ from: '1000', rate: '10' }]
    const [anna, ben] = [await floor.person(), await floor.person()]
    const rule = { rate: '5', tierBasis: 'amount', tiers }
    const marginal = await floor.plan([anna.id], {}, rule)
    const whole = await floor.plan([ben.id], {}, { ...rule, tierMode: 'retroactive' })
    for (const owner of [anna.id, ben.id]) {
      await floor.sell({ owner, net: 800_00, on: '2026-01-02' })
      await floor.sell({ owner, net: 400_00, on: '2026-01-03' })
    }
    await calculate(marginal.id)
    await calculate(whole.id)
    expect(await floor.earned(marginal.id, anna.id)).toBe(40_00n + 10_00n + 20_00n)
    expect(await floor.earned(whole.id, ben.id)).toBe(120_00n)
    const parts = (await floor.entries(marginal.id)).map(({ explanation }) => explanation.parts)
    expect(parts).toContainEqual([
      { amount: '200.00', rate: '5' },
      { amount: '200.00', rate: '10', from: '1000' },
    ])
  })

  it('more beyond the quota, and nothing is guessed where there is no quota', async () => {
    const [anna, ben] = [await floor.person(), await floor.person()]
    const accelerators = [{ from: '100', factor: '1.5' }]
    const plan = await floor.plan([anna.id, ben.id], {}, { rate: '10', accelerators })
    await floor.t.create(Quota, {
      user: anna.id,
      team: null,
      territory: null,
      category: null,
      length: 'month',
      startsOn: '2026-01-01',
      source: 'orders',
      measure: 'revenue',
      target: eur(1000_00),
    })
    for (const owner of [anna.id, ben.id]) await floor.sell({ owner, net: 1500_00 })
    expect(await calculate(plan.id)).toMatchObject({ written: 1, openPoints: 1 })
    expect(await floor.earned(plan.id, anna.id)).toBe(100_00n + 75_00n)
    expect(await floor.earned(plan.id, ben.id)).toBe(0n)
  })

  it('no more than the caps, and no less than the guarantee', async () => {
    const anna = await floor.person()
    const plan = await floor.plan(
      [anna.id],
      { capPerLine: eur(60_00), capPerPeriod: eur(100_00), capPerPerson: eur(130_00), floorPerPeriod: eur(20_00) },
      { rate: '10' },
    )
    for (const on of ['2026-01-02', '2026-01-03', '2026-02-02']) await floor.sell({ owner: anna.id, net: 1000_00, on })
    await calculate(plan.id)
    expect(await floor.earned(plan.id, anna.id, '2026-01-01')).toBe(100_00n)
    expect(await floor.earned(plan.id, anna.id, '2026-02-01')).toBe(30_00n)
    expect(await floor.earned(plan.id, anna.id, '2026-03-01')).toBe(20_00n)
    // June is not over, so nothing is added yet.
    expect(await floor.earned(plan.id, anna.id, '2026-06-01')).toBe(0n)
    const cuts = (await floor.entries(plan.id)).map(({ explanation }) => explanation.cut?.by)
    expect(cuts).toEqual(expect.arrayContaining(['line', 'period', 'person']))
  })

  it('by the rule of highest priority that the line fits', async () => {
    const anna = await floor.person()
    const plan = await floor.plan([anna.id], {}, { rate: '1' })
    await floor.rule(plan.id, { rate: '2', category: floor.category })
    await floor.sell({ owner: anna.id, net: 100_00 })
    await calculate(plan.id)
    expect(await floor.earned(plan.id, anna.id)).toBe(2_00n)
    await floor.rule(plan.id, { rate: '3', priority: 5, validFrom: '2026-01-16' })
    await calculate(plan.id)
    expect(await floor.earned(plan.id, anna.id)).toBe(2_00n)
    await floor.rule(plan.id, { rate: '4', priority: 5, validUntil: '2026-01-15' })
    await calculate(plan.id)
    expect(await floor.earned(plan.id, anna.id)).toBe(4_00n)
  })
})

describe('in another currency', () => {
  it('waits for the rate as an open point, and is worked out once it is there', async () => {
    const anna = await floor.person()
    const plan = await floor.plan([anna.id])
    const sold = await floor.sell({ owner: anna.id, net: 1000_00, currency: 'NOK', on: '2026-03-10' })
    expect(await calculate(plan.id)).toMatchObject({ written: 0, openPoints: 1 })
    const points = () => floor.t.system.list(CommissionOpenPoint, { where: { orderLine: { eq: sold.line } } })
    expect(await points()).toMatchObject([{ code: 'EXCHANGE_RATE_MISSING', net: { minor: 1000_00n, currency: 'NOK' } }])
    await floor.t.create(ExchangeRate, { fromCurrency: 'NOK', toCurrency: 'EUR', day: '2026-03-09', rate: '0.1' })
    expect(await calculate(plan.id)).toMatchObject({ written: 1, openPoints: 0 })
    expect(await points()).toEqual([])
    expect(await floor.entries(plan.id)).toMatchObject([
      { amount: eur(5_00), basis: eur(100_00), explanation: { conversion: { from: 'NOK', rateDate: '2026-03-09' } } },
    ])
  })
})

describe('commission is taken back', () => {
  let anna: Actor & { readonly id: Id }
  let plan: { readonly id: Id }
  beforeAll(async () => {
    anna = await floor.person()
    plan = await floor.plan([anna.id], {}, { rate: '10' })
  })

  it('in proportion to what came back, also after the period closed, naming the old entry', async () => {
    const sold = await floor.sell({ owner: anna.id, net: 100_01, quantity: '3' })
    await calculate(plan.id)
    await closeUntil(plan.id, '01')
    const [earned] = await floor.entries(plan.id)
    await floor.giveBack(sold, '1', '2026-01-20')
    await calculate(plan.id)
    expect(await floor.earned(plan.id, anna.id, '2026-01-01')).toBe(10_00n)
    expect(await floor.earned(plan.id, anna.id, '2026-02-01')).toBe(-3_33n)
    await floor.giveBack(sold, '2', '2026-02-20')
    await calculate(plan.id)
    expect(await floor.earned(plan.id, anna.id)).toBe(0n)
    const back = (await floor.entries(plan.id)).filter(({ kind }) => kind === 'clawback')
    expect(back).toMatchObject([
      { earlier: earned?.id, orderLine: sold.line, rule: earned?.rule, explanation: { late: '2026-01-01' } },
      { earlier: earned?.id, orderLine: sold.line, rule: earned?.rule },
    ])
  })

  it('when the order is cancelled or its line is credited', async () => {
    const cancelled = await floor.sell({ owner: anna.id, net: 200_00, on: '2026-02-03' })
    const credited = await floor.sell({ owner: anna.id, net: 300_00, on: '2026-02-03' })
    await calculate(plan.id)
    const before = await floor.earned(plan.id, anna.id, '2026-02-01')
    await closeUntil(plan.id, '02')
    await floor.t.system.mutate(Order).update(cancelled.order, { status: 'cancelled' })
    await floor.bill(credited, 150_00, '2026-03-05', { type: 'creditNote' })
    await calculate(plan.id)
    expect(await floor.earned(plan.id, anna.id, '2026-02-01')).toBe(before)
    expect(await floor.earned(plan.id, anna.id, '2026-03-01')).toBe(-20_00n - 15_00n)
    await closeUntil(plan.id, '03')
    expect(await calculate(plan.id)).toMatchObject({ written: 0, reversed: 0 })
  })
})

describe('the ledger', () => {
  it('is the same after another calculation, and tells changes by reversals', async () => {
    const anna = await floor.person()
    const plan = await floor.plan([anna.id], {}, null)
    const rule = await floor.rule(plan.id, { rate: '5' })
    await floor.sell({ owner: anna.id, net: 100_00 })
    await calculate(plan.id)
    const before = await floor.entries(plan.id)
    expect(await calculate(plan.id)).toEqual({ written: 0, reversed: 0, unchanged: 1, openPoints: 0 })
    expect(await floor.entries(plan.id)).toEqual(before)
    await floor.t.system.mutate(CommissionRule).update(rule.id, { rate: '6' })
    expect(await calculate(plan.id)).toMatchObject({ written: 1, reversed: 1 })
    const entries = await floor.entries(plan.id)
    expect(entries.map(({ kind, amount, ruleVersion }) => [kind, amount.minor, ruleVersion])).toEqual([
      ['earned', 5_00n, 1],
      ['reversal', -5_00n, 1],
      ['earned', 6_00n, 2],
    ])
    expect(entries[1]?.reversalOf).toBe(entries[0]?.id)
  })

  it('is never changed or deleted, and closed periods stay as they are, also for the system', async () => {
    const anna = await floor.person()
    const plan = await floor.plan([anna.id])
    await floor.sell({ owner: anna.id, net: 100_00 })
    await calculate(plan.id)
    const [entry] = await floor.entries(plan.id)
    const ledger = floor.t.system.mutate(CommissionEntry)
    const id = entry?.id ?? ''
    const stays = { code: 'sfa.commissionEntryStays' }
    await expect(ledger.update(id, { amount: eur(1) })).rejects.toMatchObject(stays)
    await expect(ledger.delete(id)).rejects.toMatchObject(stays)
    await closeUntil(plan.id, '01')
    const more = await ledger
      .create({
        person: anna.id,
        plan: plan.id,
        period: entry?.period ?? '',
        kind: 'adjustment',
        event: 'adjustment:1',
        occurredOn: '2026-01-31',
        amount: eur(1),
        reason: 'Kindness',
        explanation: {},
      })
      .catch((error: unknown) => error)
    expect(more).toMatchObject({ code: 'sfa.commissionPeriodClosed' })
    // Late orders land in the first open period.
    await floor.sell({ owner: anna.id, net: 50_00, on: '2026-01-31' })
    await calculate(plan.id)
    expect(await floor.earned(plan.id, anna.id, '2026-01-01')).toBe(5_00n)
    expect(await floor.earned(plan.id, anna.id, '2026-02-01')).toBe(2_50n)
    const january = await floor.periodFrom(plan.id, '2026-01-01')
    const system = floor.t.as(floor.manager)
    await expect(reopenCommissionPeriod(system, january.id, '')).rejects.toMatchObject({
      code: 'sfa.commissionReopenReason',
    })
    await reopenCommissionPeriod(system, january.id, 'An order was forgotten')
    await calculate(plan.id)
    expect(await floor.earned(plan.id, anna.id, '2026-01-01')).toBe(7_50n)
    expect(await floor.earned(plan.id, anna.id, '2026-02-01')).toBe(0n)
  })

  it('is finished by another calculation after one that was stopped in between', async () => {
    const anna = await floor.person()
    const plan = await floor.plan([anna.id])
    for (const month of ['01', '02', '03']) await floor.sell({ owner: anna.id, net: 100_00, on: `2026-${month}-10` })
    const stop = new AbortController()
    const told: string[] = []
    const first = await calculateCommission(floor.t.system, plan.id, {
      signal: stop.signal,
      onPeriod: async (done, total, startsOn) => {
        told.push(`${done} of ${total}: ${startsOn}`)
        if (done === 2) stop.abort()
      },
    })
    expect(first.written).toBe(2)
    expect(told).toEqual(['1 of 6: 2026-01-01', '2 of 6: 2026-02-01'])
    expect(await calculate(plan.id)).toMatchObject({ written: 1, unchanged: 2 })
  })
})
