import { type Id, money, type ReportTable, reports, Team, User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { takeSnapshot } from './index.ts'
import { Opportunity, Quota } from './model.ts'
import { createSalesCrm, type Ladder, makeLadder } from './test-support/sales.ts'

let t: TestCrm
let ladder: Ladder
let anna: Id
let deal: Id
beforeAll(async () => {
  t = await createSalesCrm()
  ladder = await makeLadder(t)
  anna = (await t.create(User, { name: 'Anna' })).id
  const team = (await t.create(Team, { name: 'North' })).id
  const make = async (stage: Id, minor: bigint, currency = 'EUR'): Promise<Id> =>
    (
      await t.create(Opportunity, {
        stage,
        owner: anna,
        team,
        closeDate: '2026-03-20',
        amount: money(minor, currency),
        expectedCost: money(minor / 2n, currency),
        recurringAmount: money(1001n, currency),
        recurringInterval: 'year',
        termMonths: 18,
      })
    ).id
  deal = await make(ladder.negotiate, 10_000n)
  await make(ladder.qualify, 500n, 'USD')
  await takeSnapshot(t.system)
  t.clock.advance({ days: 1 })
  await t.update(Opportunity, await make(ladder.propose, 4000n), { stage: ladder.won })
  await t.update(Opportunity, deal, { amount: money(12_000n, 'EUR') })
  await takeSnapshot(t.system)
  await t.create(Quota, { user: anna, length: 'quarter', startsOn: '2026-01-01', target: money(8000n, 'EUR') })
})
afterAll(() => t.close())

const table = async (name: string, options: Readonly<Record<string, string>> = {}): Promise<ReportTable> => {
  const found = reports.of(t.system).find(({ id }) => id === `sfa/core.reports.${name}`)
  if (!found) throw new Error(`no report ${name}`)
  return found.value.run(t.system, found.value.options.parse(options))
}
const eur = (minor: bigint) => money(minor, 'EUR')

it('the forecast is printed by team, with what is in no sum', async () => {
  const { rows, total, notes } = await table('forecast')
  expect(rows).toMatchObject([
    { name: 'North', commit: eur(12_000n), closed: eur(4000n), weighted: eur(13_600n), expected: eur(16_000n) },
  ])
  expect(total).toMatchObject({ profit: eur(9000n) })
  expect(notes).toEqual(['Not in the sums: 1 × pipeline, 5.00 USD, for want of a rate into EUR.'])
})

it('the waterfall is printed between the snapshots there are', async () => {
  const { rows, total } = await table('waterfall')
  const told = rows.filter(({ count }) => count !== 0).map(({ step, amount }) => [step, amount])
  expect(told).toEqual([
    ['start 2026-03-02', eur(10_000n)],
    ['amountUp', eur(2000n)],
  ])
  expect(total).toMatchObject({ step: 'end 2026-03-03', amount: eur(12_000n) })
})

it('the attainment is printed with names and per cent', async () => {
  expect((await table('attainment')).rows).toMatchObject([
    { name: 'Anna', by: 'person', target: eur(8000n), achieved: eur(4000n), percent: '50.0000' },
  ])
})

it('the pipeline is printed by stage', async () => {
  const { rows, notes } = await table('pipeline')
  expect(rows).toMatchObject([
    { stage: 'Qualify', count: 1, amount: eur(0n) },
    { stage: 'Negotiate', count: 1, amount: eur(12_000n), weighted: eur(9600n) },
  ])
  expect(notes).toEqual(['Not in the sums of Qualify: 5.00 USD, for want of a rate into EUR.'])
})

it('GraphQL answers the same questions', async () => {
  const reader = await t.actor('user', { permissions: { 'sfa:read': 'all' } })
  const answer = await t.graphql(
    reader,
    `query ($deal: ID!, $anna: ID!) {
      forecast(from: "2026-01-01", to: "2026-03-31", by: person, within: $anna) {
        currency asOf nodes { name own { category revenue } expected { category amount } } missingRates { currency amount count }
      }
      forecastWaterfall(first: "2026-03-02", last: "2026-03-03", from: "2026-01-01", to: "2026-03-31") { start end steps { bucket amount } }
      quotaAttainment(from: "2026-01-01", to: "2026-12-31", by: person) { place percent achieved quota { length } }
      opportunity(id: $deal) { expectedProfit { amount currency } contractValue { amount } }
      stageDwellTimes { stage { name } left present }
    }`,
    { deal, anna },
  )
  expect(answer).toMatchObject({
    forecast: {
      currency: 'EUR',
      asOf: null,
      nodes: [{ name: 'Anna' }],
      missingRates: [{ currency: 'USD', amount: '5.00', count: 1 }],
    },
    forecastWaterfall: { start: '100.00', end: '120.00' },
    quotaAttainment: [{ place: anna, percent: '50.0000', achieved: '40.00', quota: { length: 'quarter' } }],
    // A year and a half of 10.01 is 15.015, which is rounded up.
    opportunity: { expectedProfit: { amount: '70.00', currency: 'EUR' }, contractValue: { amount: '15.02' } },
    stageDwellTimes: [
      { stage: { name: 'Qualify' }, left: 0, present: 1 },
      { stage: { name: 'Propose' }, left: 1, present: 0 },
      { stage: { name: 'Negotiate' }, left: 0, present: 1 },
      { stage: { name: 'Won' }, left: 0, present: 1 },
      { stage: { name: 'Lost' }, left: 0, present: 0 },
    ],
  })
})

it('partners and customers get no answer to any of them', async () => {
  for (const kind of ['partner', 'customer'] as const) {
    const { errors } = await t.graphqlAnswer(
      await t.actor(kind),
      '{ forecast(from: "2026-01-01", to: "2026-03-31", by: person) { currency } quotaAttainment(from: "2026-01-01", to: "2026-12-31") { percent } stageDwellTimes { left } opportunities { totalCount } }',
    )
    expect(JSON.stringify(errors)).toContain('FORBIDDEN')
  }
})
