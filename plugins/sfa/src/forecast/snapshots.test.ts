import { type Id, money } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readForecast, readWaterfall, takeSnapshot } from '../index.ts'
import { Opportunity, OpportunitySnapshot, SnapshotDay } from '../model.ts'
import { createSalesCrm, type Ladder, makeLadder } from '../test-support/sales.ts'
import { snapshotJob } from './snapshot-job.ts'

let t: TestCrm
let ladder: Ladder
beforeEach(async () => {
  t = await createSalesCrm()
  ladder = await makeLadder(t)
})
afterEach(() => t.close())

const period = { from: '2026-01-01', to: '2026-12-31' }
const newDeal = async (minor: bigint, input: Readonly<Record<string, unknown>> = {}): Promise<Id> =>
  (
    await t.create(Opportunity, {
      stage: ladder.qualify,
      closeDate: '2026-06-30',
      amount: money(minor, 'EUR'),
      ...input,
    })
  ).id
const revenue = async (asOf: string, actor = t.system): Promise<bigint> =>
  (await readForecast(actor, { period, by: 'team', asOf })).total.pipeline.revenue
const days = async (): Promise<[string, string][]> =>
  (await t.system.list(SnapshotDay, { orderBy: [{ day: 'asc' }] })).map(({ day, status }) => [day, status])

it('are taken once a day, and a second call of the day changes nothing', async () => {
  const deal = await newDeal(100n)
  expect(await takeSnapshot(t.system)).toMatchObject({ day: '2026-03-02', outcome: 'taken', changed: 1, missed: [] })
  await t.update(Opportunity, deal, { amount: money(200n, 'EUR') })
  expect(await takeSnapshot(t.system)).toMatchObject({ outcome: 'already', changed: 0 })
  expect(await revenue('2026-03-02')).toBe(100n)
})

it('by two workers at the same time are one', async () => {
  await newDeal(100n)
  const outcomes = await Promise.all([takeSnapshot(t.system), takeSnapshot(t.system), takeSnapshot(t.system)])
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already', 'already', 'taken'])
  expect(await t.system.list(OpportunitySnapshot)).toHaveLength(1)
})

it('keep only what changed, and any day can still be read', async () => {
  const deal = await newDeal(100n)
  await newDeal(1000n)
  for (let n = 0; n < 5; n++) {
    await takeSnapshot(t.system)
    if (n === 2) await t.update(Opportunity, deal, { amount: money(300n, 'EUR') })
    t.clock.advance({ days: 1 })
  }
  expect(await t.system.list(OpportunitySnapshot)).toHaveLength(3)
  expect(
    await Promise.all(['2026-03-02', '2026-03-04', '2026-03-05', '2026-03-06'].map((day) => revenue(day))),
  ).toEqual([1100n, 1100n, 1300n, 1300n])
})

it('say honestly on which days none was taken', async () => {
  await newDeal(100n)
  await t.system.enqueue(snapshotJob, undefined)
  await t.drain()
  t.clock.advance({ days: 3 })
  await t.system.enqueue(snapshotJob, undefined)
  await t.drain()
  expect(await days()).toEqual([
    ['2026-03-02', 'taken'],
    ['2026-03-03', 'missed'],
    ['2026-03-04', 'missed'],
    ['2026-03-05', 'taken'],
  ])
  await expect(revenue('2026-03-04')).rejects.toMatchObject({
    code: 'sfa.noSnapshot',
    message: expect.stringMatching(/did not run on that day. Ask for 2026-03-02 or 2026-03-05\./),
  })
})

it('belong to the day of the company, not to that of the server', async () => {
  t.clock.set('2026-07-01T22:30:00Z')
  expect((await takeSnapshot(t.system)).day).toBe('2026-07-02')
  t.clock.set('2026-07-02T21:59:00Z')
  expect((await takeSnapshot(t.system)).outcome).toBe('already')
})

it('of the past are changed by nobody, also when the deal is deleted', async () => {
  const deal = await newDeal(100n)
  await takeSnapshot(t.system)
  const [row] = await t.system.list(OpportunitySnapshot)
  const id = row?.id ?? ''
  await expect(t.update(OpportunitySnapshot, id, { amount: money(1n, 'EUR') })).rejects.toMatchObject({
    code: 'sfa.pastStays',
  })
  const admin = await t.actor('user')
  await expect(t.update(OpportunitySnapshot, id, { status: 'won' }, admin)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const [day] = await t.system.list(SnapshotDay)
  await expect(t.system.mutate(SnapshotDay).delete(day?.id ?? '')).rejects.toMatchObject({ code: 'sfa.pastStays' })
  t.clock.advance({ hours: 1 })
  await t.system.mutate(Opportunity).delete(deal)
  t.clock.advance({ days: 1 })
  await takeSnapshot(t.system)
  expect([await revenue('2026-03-02'), await revenue('2026-03-03')]).toEqual([100n, 0n])
  await t.system.mutate(Opportunity).restore(deal)
  t.clock.advance({ days: 1 })
  await takeSnapshot(t.system)
  expect([await revenue('2026-03-02'), await revenue('2026-03-03'), await revenue('2026-03-04')]).toEqual([
    100n,
    0n,
    100n,
  ])
})

it('are seen as the opportunity is', async () => {
  const seller = (await t.actor('user', { permissions: { 'sfa:read': 'own' } })) as { id: Id } & Awaited<
    ReturnType<TestCrm['actor']>
  >
  await newDeal(100n, { owner: seller.id })
  await newDeal(1000n)
  await takeSnapshot(t.system)
  expect(await revenue('2026-03-02', t.as(seller))).toBe(100n)
  const partner = await t.actor('partner')
  await expect(readForecast(t.as(partner), { period, by: 'team' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

it('show as late what closed before the first day and was entered after it', async () => {
  const deal = await newDeal(500n)
  const other = await newDeal(70n)
  await takeSnapshot(t.system)
  t.clock.advance({ days: 1 })
  await t.update(Opportunity, deal, { stage: ladder.won, closedOn: '2026-02-27' })
  await t.update(Opportunity, other, { stage: ladder.won })
  await takeSnapshot(t.system)
  const { start, end, steps } = await readWaterfall(t.system, { from: '2026-03-02', to: '2026-03-03', period })
  expect([start.minor, end.minor]).toEqual([570n, 0n])
  expect(steps.find(({ bucket }) => bucket === 'won')).toMatchObject({
    count: 2,
    minor: -570n,
    lateCount: 1,
    lateMinor: -500n,
  })
})
