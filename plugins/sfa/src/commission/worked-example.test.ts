import { expect, it } from 'vitest'
import { OrderSplit, Quota } from '../model.ts'
import { calculateCommission } from './calculate.ts'
import { closeCommissionPeriod } from './ledger/close-period.ts'
import { commissionStatement } from './statements/read-statement.ts'
import { eur, SalesFloor } from './test-support/sales-floor.ts'

it('two people share a quarter: tiers, an accelerator, a return after the close', async () => {
  const floor = await SalesFloor.open()
  const { t } = floor
  t.clock.set('2026-04-02T09:00:00Z')
  const anna = await floor.person()
  const ben = await floor.person()
  // 5 %; 8 % of what is above 20,000.00 in the quarter; beyond the quota the rate counts one and a half times.
  const plan = await floor.plan(
    [anna.id, ben.id],
    { period: 'quarter', capPerLine: eur(1500_00) },
    {
      name: 'Pumps',
      rate: '5',
      tierBasis: 'amount',
      tiers: [{ from: '20000', rate: '8' }],
      accelerators: [{ from: '100', factor: '1.5' }],
    },
  )
  for (const user of [anna.id, ben.id])
    await t.create(Quota, {
      user,
      team: null,
      territory: null,
      category: null,
      length: 'quarter',
      startsOn: '2026-01-01',
      source: 'orders',
      measure: 'revenue',
      target: eur(25_000_00),
    })
  const big = await floor.sell({ owner: anna.id, net: 30_000_00, quantity: '10', on: '2026-01-12' })
  await t.system.mutate(OrderSplit).createMany([
    { order: big.order, user: anna.id, percent: '60' },
    { order: big.order, user: ben.id, percent: '40' },
  ])
  await floor.sell({ owner: anna.id, net: 10_000_00, on: '2026-02-20' })
  await calculateCommission(t.as(floor.manager), plan.id)

  // Anna: 5 % of her 18,000.00; then 5 % of 2,000.00, 8 % of 5,000.00 and 8 % × 1.5 of the 3,000.00 beyond her quota.
  expect(await floor.earned(plan.id, anna.id)).toBe(900_00n + 100_00n + 400_00n + 360_00n)
  // Ben: 5 % of his 12,000.00.
  expect(await floor.earned(plan.id, ben.id)).toBe(600_00n)

  const first = await floor.periodFrom(plan.id, '2026-01-01')
  await closeCommissionPeriod(t.as(floor.manager), first.id)
  // Three of the ten pieces of the shared order come back in April: three tenths of what each had earned on it.
  await floor.giveBack(big, '3', '2026-04-01')
  await calculateCommission(t.as(floor.manager), plan.id)
  expect(await floor.earned(plan.id, anna.id, '2026-01-01')).toBe(1760_00n)
  expect(await floor.earned(plan.id, anna.id, '2026-04-01')).toBe(-270_00n)
  expect(await floor.earned(plan.id, ben.id, '2026-04-01')).toBe(-180_00n)

  const statement = await commissionStatement(t.as(anna), anna.id, first.id)
  expect(statement.lines[1]?.text.en).toBe(
    '5 % × 2000.00 + 8 % × 5000.00 (≥ 20000) + 8 % × 1.5 × 3000.00 (≥ 20000) EUR by rule «Pumps», version 1; the basis is 10000.00 EUR, a share of 100 %.',
  )
  await t.close()
})
