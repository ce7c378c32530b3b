import type { Id } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CommissionPeriod, CommissionPlan, CommissionRule, OrderSplit } from '../model.ts'
import { calculateCommission } from './calculate.ts'
import { closeCommissionPeriod, reopenCommissionPeriod } from './ledger/close-period.ts'
import { SalesFloor } from './test-support/sales-floor.ts'

let floor: SalesFloor
let anna: { readonly id: Id }
let ben: { readonly id: Id }
beforeAll(async () => {
  floor = await SalesFloor.open()
  floor.t.clock.set('2026-06-15T09:00:00Z')
  anna = await floor.person()
  ben = await floor.person()
})
afterAll(() => floor.t.close())

describe('splits of an order', () => {
  const share = (order: Id, ...percents: readonly [Id, string][]) =>
    floor.t.system.mutate(OrderSplit).createMany(percents.map(([user, percent]) => ({ order, user, percent })))

  it.each([
    ['of 101 %', '60', '41', 'would add up to 101 %'],
    ['of 99.9999 %', '60', '39.9999', 'would add up to 99.9999 %'],
  ])('%s are refused, and nothing is written', async (_name, first, second, text) => {
    const { order } = await floor.sell({ owner: anna.id, net: 100 })
    const refused = share(order, [anna.id, first], [ben.id, second])
    await expect(refused).rejects.toMatchObject({ code: 'sfa.orderSplitTotal', message: expect.stringContaining(text) })
    expect(await floor.t.system.list(OrderSplit, { where: { order: { eq: order } } })).toEqual([])
  })

  it('add up however many write at once, and a share alone can neither be taken out nor changed', async () => {
    const { order } = await floor.sell({ owner: anna.id, net: 100 })
    const attempts = Array.from({ length: 8 }, () => share(order, [anna.id, '50'], [ben.id, '50']))
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [one] = await floor.t.system.list(OrderSplit, { where: { order: { eq: order } } })
    const splits = floor.t.system.mutate(OrderSplit)
    const wrong = { code: 'sfa.orderSplitTotal' }
    await expect(splits.delete(one?.id ?? '')).rejects.toMatchObject(wrong)
    await expect(splits.update(one?.id ?? '', { percent: '51' })).rejects.toMatchObject(wrong)
  })
})

describe('a plan', () => {
  it('is one at a time for the same person, team or role, in whatever order they are written', async () => {
    const carl = await floor.person()
    const plan = await floor.plan([carl.id])
    const other = await floor.plan([])
    const overlap = { code: 'sfa.commissionPlanOverlap' }
    await expect(floor.assign(other.id, { user: carl.id, validFrom: '2026-05-01' })).rejects.toMatchObject(overlap)
    await expect(floor.assign(plan.id, { user: carl.id, validFrom: '2027-05-01' })).rejects.toMatchObject(overlap)
    const idle = await floor.plan([], { active: false })
    await floor.assign(idle.id, { user: carl.id })
    const woken = floor.t.system.mutate(CommissionPlan).update(idle.id, { active: true })
    await expect(woken).rejects.toMatchObject(overlap)
    await floor.assign(plan.id, { role: 'presales' })
    await expect(floor.assign(other.id, { role: 'presales' })).rejects.toMatchObject(overlap)
    await expect(floor.assign(other.id, { user: ben.id, role: 'sales' })).rejects.toMatchObject({
      code: 'CHECK_FAILED',
    })
    const together = Array.from({ length: 6 }, (_, n) =>
      floor.assign(n % 2 ? plan.id : other.id, { user: ben.id, validFrom: '2026-01-01' }),
    )
    const outcomes = await Promise.allSettled(together)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('counts in a currency there is, with limits in that currency', async () => {
    await expect(floor.plan([], { currency: 'QQQ' })).rejects.toMatchObject({ code: 'VALIDATION' })
    const limit = { capPerLine: { minor: 1n, currency: 'USD' } }
    await expect(floor.plan([], limit)).rejects.toMatchObject({ code: 'CHECK_FAILED' })
    await expect(floor.plan([], { validFrom: '2026-02-01', validUntil: '2026-01-01' })).rejects.toMatchObject({
      code: 'CHECK_FAILED',
    })
  })

  it('keeps what its closed periods build on', async () => {
    const plan = await floor.plan([])
    await calculateCommission(floor.t.system, plan.id)
    await closeCommissionPeriod(floor.t.system, (await floor.periodFrom(plan.id, '2026-01-01')).id)
    const plans = floor.t.system.mutate(CommissionPlan)
    await expect(plans.update(plan.id, { measure: 'margin' })).rejects.toMatchObject({
      code: 'sfa.commissionPlanInUse',
    })
    expect(await plans.update(plan.id, { validUntil: '2026-12-31' })).toMatchObject({ validUntil: '2026-12-31' })
  })
})

describe('a rule', () => {
  const good = { rate: '5', tierBasis: 'amount', tiers: [{ from: '100', rate: '6' }] }
  it.each([
    ['with a rate below zero', { rate: '-1' }, 'A rate is from 0 to 100 per cent'],
    ['with a rate above a hundred', { rate: '100.5' }, 'A rate is from 0 to 100 per cent'],
    ['with a tier below zero', { tiers: [{ from: '100', rate: '-6' }] }, '`rate` is a rate from 0 to 100 per cent'],
    ['with a tier from a number', { tiers: [{ from: 100, rate: '6' }] }, '`from` is a decimal'],
    [
      'with two tiers from one threshold',
      {
        tiers: [
          { from: '1', rate: '6' },
          { from: '1.0', rate: '7' },
        ],
      },
      'a second',
    ],
    ['with tiers that are no list', { tiers: { from: '1' } }, 'Expected a list'],
    ['with no tier at all', { tiers: [] }, 'names at least one'],
    ['with half cents', { tiers: [{ from: '0.005', rate: '6' }] }, 'more than 2 digits'],
    ['with a negative accelerator', { accelerators: [{ from: '100', factor: '-2' }] }, '`factor` is a factor'],
    ['with a limit in another currency', { capPerLine: { minor: 1n, currency: 'USD' } }, 'counts in EUR'],
  ])('%s is refused, saying what is wrong', async (_name, change, text) => {
    const plan = await floor.plan([], {}, null)
    const refused = floor.rule(plan.id, { ...good, ...change })
    await expect(refused).rejects.toMatchObject({ code: 'VALIDATION', message: expect.stringContaining(text) })
    expect(await floor.t.system.list(CommissionRule, { where: { plan: { eq: plan.id } } })).toEqual([])
  })
})

describe('a period', () => {
  const periods = () => floor.t.system.mutate(CommissionPeriod)

  it('is one of the calendar, begins open, and is closed in its turn and once it is over', async () => {
    const plan = await floor.plan([])
    const days = { plan: plan.id, startsOn: '2026-02-01', endsOn: '2026-02-27' }
    await expect(periods().create(days)).rejects.toMatchObject({ code: 'sfa.commissionPeriodDays' })
    await expect(periods().create({ ...days, endsOn: '2026-02-28', status: 'closed' })).rejects.toMatchObject({
      code: expect.stringMatching(/commissionPeriodNew|CHECK_FAILED/),
    })
    await calculateCommission(floor.t.system, plan.id)
    const [january, february, june] = await Promise.all(
      ['01', '02', '06'].map((month) => floor.periodFrom(plan.id, `2026-${month}-01`)),
    )
    const order = { code: 'sfa.commissionPeriodOrder' }
    await expect(closeCommissionPeriod(floor.t.system, february?.id ?? '')).rejects.toMatchObject(order)
    await expect(closeCommissionPeriod(floor.t.system, june?.id ?? '')).rejects.toMatchObject({
      code: 'sfa.commissionPeriodRunning',
    })
    // The hooks hold without the function too.
    await expect(periods().update(february?.id ?? '', { status: 'closed' })).rejects.toMatchObject(order)
    await closeCommissionPeriod(floor.t.system, january?.id ?? '')
    await closeCommissionPeriod(floor.t.system, february?.id ?? '')
    await expect(reopenCommissionPeriod(floor.t.system, january?.id ?? '', 'Why')).rejects.toMatchObject(order)
    await expect(periods().delete(january?.id ?? '')).rejects.toMatchObject({ code: 'sfa.commissionPeriodKept' })
  })

  it('with open points is closed only when that is said, and what is missing then lands in the next', async () => {
    const carl = await floor.person()
    const plan = await floor.plan([carl.id], { measure: 'margin' }, { rate: '10' })
    await floor.sell({ owner: carl.id, net: 100_00 })
    await calculateCommission(floor.t.system, plan.id)
    const { id } = await floor.periodFrom(plan.id, '2026-01-01')
    await expect(closeCommissionPeriod(floor.t.system, id)).rejects.toMatchObject({ code: 'sfa.commissionOpenPoints' })
    await closeCommissionPeriod(floor.t.system, id, { carryOpenPoints: true })
    expect(await calculateCommission(floor.t.system, plan.id)).toMatchObject({ openPoints: 1 })
  })
})

it('many calculations at once write everything once', async () => {
  const carl = await floor.person()
  const plan = await floor.plan([carl.id], {}, { rate: '10' })
  for (let n = 0; n < 5; n++) await floor.sell({ owner: carl.id, net: 100_00, on: `2026-0${n + 1}-15` })
  await Promise.all(Array.from({ length: 6 }, () => calculateCommission(floor.t.system, plan.id)))
  expect(await floor.entries(plan.id)).toHaveLength(5)
  const { id } = await floor.periodFrom(plan.id, '2026-01-01')
  await floor.sell({ owner: carl.id, net: 50_00 })
  await Promise.all([
    closeCommissionPeriod(floor.t.system, id),
    closeCommissionPeriod(floor.t.system, id),
    calculateCommission(floor.t.system, plan.id),
  ])
  await calculateCommission(floor.t.system, plan.id)
  expect(await floor.earned(plan.id, carl.id)).toBe(55_00n)
})
