import { expect, it } from 'vitest'
import { closeRewardPeriod } from './ledger/close-period.ts'
import { explainReward } from './statements/explain-reward.ts'
import { RewardFloor } from './test-support/reward-floor.ts'

it('a reseller has a quarter: commission, a volume rebate, a growth bonus, and goods that come back after the close', async () => {
  const floor = await RewardFloor.open()
  const { t } = floor
  t.clock.set('2026-04-02T09:00:00Z')
  const north = await floor.reseller({ name: 'North' })
  const program = await floor.program([
    { name: 'Pumps', kind: 'commission', rate: '3', category: floor.category },
    {
      name: 'Volume',
      kind: 'volumeRebate',
      currency: 'EUR',
      rate: '1',
      tiers: [
        { from: '20000', rate: '2' },
        { from: '50000', rate: '4' },
      ],
    },
    { name: 'Growth', kind: 'growthBonus', tierMode: 'marginal', tiers: [{ from: '10', rate: '5' }] },
  ])
  const sell = async (on: string, net: number) => {
    const sold = await floor.sell({ account: north.account, net, on })
    await floor.bill(sold, net, on)
    return sold
  }
  await sell('2025-02-10', 20_000_00)
  await sell('2026-01-12', 15_000_00)
  const second = await sell('2026-02-20', 10_000_00)
  await floor.calculate(program.id)

  // Commission: 3 % of 25,000.00. Rebate: 2 % of all of it, since 20,000.00 are reached.
  // Growth: 20,000.00 a year before, so 5 % of what is above 22,000.00.
  expect(await floor.earned(program.id, north.partner)).toBe(750_00n + 500_00n + 150_00n)

  await closeRewardPeriod(t.as(floor.manager), (await floor.periodFrom(program.id, '2026-01-01')).id)
  // Four of the ten pieces of February come back in April, with their credit note.
  await floor.giveBack(second, '4', '2026-04-01')
  await floor.bill(second, 4_000_00, '2026-04-01', { type: 'creditNote' })
  await floor.calculate(program.id)
  expect(await floor.earned(program.id, north.partner, '2026-01-01')).toBe(1_400_00n)
  // Four tenths of what February's order had earned: 300.00, 200.00, and 150.00 of growth.
  expect(await floor.earned(program.id, north.partner, '2026-04-01')).toBe(-(120_00n + 80_00n + 60_00n))

  const told = (await floor.entries(program.id)).map((entry) => `${entry.reward}: ${explainReward(entry).en}`)
  expect(told).toContain(
    'growthBonus: 0% × €7,000.00 + 5% × €3,000.00 (from +10 %) by rule “Growth”, version 1. The basis is €10,000.00. A year before, from 1 Jan 2025 to 31 Mar 2025, it was €20,000.00.',
  )
  expect(told).toContain(
    'volumeRebate: €4,000.00 of €10,000.00 no longer count, so that part of the €200.00 earned is taken back; rule version 1.',
  )
  await t.close()
})
