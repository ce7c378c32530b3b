import type { Id } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Period, readForecast, readWaterfall } from '../index.ts'
import { forecastCategories } from '../model.ts'
import { createSalesCrm, makeLadder } from '../test-support/sales.ts'
import { arbitraryHistory, Lived, type Stood } from './test-support/history.ts'
import { euros, exact, expectedWaterfall, share, type Whose } from './test-support/oracle.ts'

let t: TestCrm
let lived: Lived
beforeAll(async () => {
  t = await createSalesCrm()
  lived = new Lived(t, await makeLadder(t))
  await lived.prepare()
})
afterAll(() => t.close())

const periods: readonly Period[] = [
  { from: '2026-01-01', to: '2026-12-31' },
  { from: '2026-03-10', to: '2026-05-09' },
]

it('a waterfall between any two days adds up, and is told deal by deal as a naive reading of the days tells it', async () => {
  const buckets = new Set<string>()
  let missing = 0
  await fc.assert(
    fc.asyncProperty(arbitraryHistory, fc.nat(999), async (history, chosen) => {
      await lived.live(history)
      const days = [...lived.days.keys()]
      for (let n = 0; n < 6; n++) {
        const [one = '', two = ''] = [days[(chosen + n) % days.length], days[(chosen * 7 + n * 3) % days.length]].sort()
        const period = periods[n % 2] as Period
        const [root = '', below = ''] = lived.teams
        const questions: [Whose, { by: 'person' | 'team'; id: Id } | null][] = [
          [null, null],
          [{ person: lived.people[0] ?? '' }, { by: 'person', id: lived.people[0] ?? '' }],
          [{ teams: lived.teams }, { by: 'team', id: root }],
          [{ teams: [below, lived.teams[3] ?? ''] }, { by: 'team', id: below }],
        ]
        for (const [whose, within] of questions) {
          const told = await readWaterfall(t.system, { from: one, to: two, period, within })
          const steps = told.steps.filter(({ minor }) => minor !== 0n)
          const wanted = expectedWaterfall(lived, one, two, period, whose)
          expect(told.start.minor + steps.reduce((sum, { minor }) => sum + minor, 0n)).toBe(told.end.minor)
          expect([told.start.minor, told.end.minor]).toEqual([wanted.start, wanted.end])
          expect(new Map(steps.map(({ bucket, minor }) => [bucket, minor]))).toEqual(
            new Map([...wanted.buckets].filter(([, minor]) => minor !== 0n)),
          )
          for (const { bucket } of steps) buckets.add(bucket)
          missing += wanted.missing
        }
      }
    }),
    { numRuns: 6, seed: 5, endOnFailure: true },
  )
  // Histories are worth their time only if everything that can happen to a deal happens in them.
  expect([...buckets].sort()).toEqual(
    'amountDown amountUp assignedIn assignedOut deleted included lost movedIn movedOut new omitted reopened revaluation won'.split(
      ' ',
    ),
  )
  expect(missing).toBeGreaterThan(0)
}, 120_000)

it('a forecast as known on a day is what a naive sum over the deals of that day gives, by person and by team', async () => {
  for (const [asOf, deals] of lived.days) {
    for (const period of periods) {
      for (const by of ['person', 'team'] as const) {
        const told = await readForecast(t.system, { period, by, asOf })
        for (const node of told.nodes) {
          for (const category of forecastCategories)
            expect(node.own[category]).toMatchObject(naiveFigures(deals, asOf, period, by, node.id, category))
        }
        const counted = deals.filter((deal) => deal.status !== 'lost' && within(deal, period))
        const unrated = counted.filter((deal) => deal.amount && rated(deal, asOf) === null)
        expect(told.missingRates.reduce((sum, { count }) => sum + count, 0)).toBe(unrated.length)
        expect(told.byCurrency.reduce((sum, { minor }) => sum + minor, 0n)).toBe(
          counted.reduce((sum, { amount }) => sum + (amount?.minor ?? 0n), 0n),
        )
        // Each deal is in the tree once, whole or in shares.
        const sum = counted.reduce((all, deal) => all + (rated(deal, asOf) ?? 0n), 0n)
        expect(forecastCategories.reduce((all, category) => all + told.total[category].revenue, 0n)).toBe(sum)
      }
    }
  }
}, 60_000)

const within = ({ countsOn }: Stood, { from, to }: Period): boolean => countsOn >= from && countsOn <= to
const rated = (deal: Stood, asOf: string): bigint | null =>
  deal.amount && euros(lived, deal.amount, deal.status === 'won' ? deal.countsOn : asOf)

function naiveFigures(
  deals: readonly Stood[],
  asOf: string,
  period: Period,
  by: 'person' | 'team',
  node: Id | null,
  category: string,
) {
  const figures = { count: 0, revenue: 0n, weighted: 0n, profit: 0n, withoutCost: 0, withoutAmount: 0 }
  for (const deal of deals) {
    if (deal.status === 'lost' || deal.category !== category || !within(deal, period)) continue
    const part = (minor: bigint): bigint | null =>
      by === 'team' ? (deal.team === node ? minor : null) : sharedBy(deal, minor, node)
    if (part(0n) === null) continue
    figures.count++
    const revenue = rated(deal, asOf)
    if (!deal.amount) figures.withoutAmount++
    if (revenue === null) continue
    const cost = deal.cost && euros(lived, deal.cost, deal.status === 'won' ? deal.countsOn : asOf)
    const likely = (2n * revenue * exact(deal.probability) + 1_000_000n) / 2_000_000n
    figures.revenue += part(revenue) ?? 0n
    figures.weighted += part(likely) ?? 0n
    if (cost === null) figures.withoutCost++
    else figures.profit += part(revenue - cost) ?? 0n
  }
  return figures
}

const sharedBy = (deal: Stood, minor: bigint, person: Id | null): bigint | null =>
  person === null ? (deal.shares.length === 0 && deal.owner === null ? minor : null) : share(deal, minor, person)
