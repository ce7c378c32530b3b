import { type Id, User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { setSplits } from '../index.ts'
import { Opportunity, OpportunitySplit } from '../model.ts'
import { createSalesCrm, type Ladder, makeLadder } from '../test-support/sales.ts'

let t: TestCrm
let ladder: Ladder
let people: Id[]
beforeAll(async () => {
  t = await createSalesCrm()
  ladder = await makeLadder(t)
  people = []
  for (let n = 0; n < 4; n++) people.push((await t.create(User)).id)
})
afterAll(() => t.close())

const newDeal = async (): Promise<Id> =>
  (await t.create(Opportunity, { stage: ladder.qualify, closeDate: '2026-06-30' })).id
const shares = (...percents: string[]) => percents.map((percent, index) => ({ user: people[index] as Id, percent }))
const rows = (opportunity: Id, ...percents: string[]) => shares(...percents).map((share) => ({ opportunity, ...share }))
const percentsOf = async (opportunity: Id): Promise<string[]> =>
  (
    await t.system.list(OpportunitySplit, {
      where: { opportunity: { eq: opportunity } },
      orderBy: [{ percent: 'desc' }],
    })
  ).map(({ percent }) => percent)

it('of 101 % are refused, on every path, and say what they come to', async () => {
  const deal = await newDeal()
  await expect(setSplits(t.system, deal, 'revenue', shares('60', '41'))).rejects.toMatchObject({
    code: 'sfa.splitTotal',
    message: expect.stringMatching(/would add up to 101 %, but must add up to exactly 100 %/),
  })
  const splits = t.system.mutate(OpportunitySplit)
  await expect(splits.createMany(rows(deal, '60', '41'))).rejects.toMatchObject({ code: 'sfa.splitTotal' })
  await expect(splits.create(rows(deal, '99.9999')[0] as never)).rejects.toMatchObject({ code: 'sfa.splitTotal' })
  const made = await splits.createMany(rows(deal, '33.3333', '33.3333', '33.3334'))
  await expect(splits.update(made[0]?.id ?? '', { percent: '33.3334' })).rejects.toMatchObject({
    code: 'sfa.splitTotal',
  })
  await expect(splits.delete(made[0]?.id ?? '')).rejects.toMatchObject({ code: 'sfa.splitTotal' })
  await expect(splits.update(made[0]?.id ?? '', { type: 'overlay' })).rejects.toMatchObject({ code: 'sfa.splitTotal' })
  await expect(splits.update(made[0]?.id ?? '', { opportunity: await newDeal() })).rejects.toMatchObject({
    code: 'sfa.splitTotal',
  })
  expect(await percentsOf(deal)).toEqual(['33.3334', '33.3333', '33.3333'])
})

it('are refused over GraphQL with the code in the answer', async () => {
  const deal = await newDeal()
  const admin = await t.actor('user')
  const { errors } = await t.graphqlAnswer(
    admin,
    'mutation ($inputs: [OpportunitySplitInput!]!) { createOpportunitySplits(inputs: $inputs) { id } }',
    { inputs: rows(deal, '60', '41') },
  )
  expect(JSON.stringify(errors)).toContain('sfa.splitTotal')
})

it('are replaced, changed and taken away as a whole', async () => {
  const deal = await newDeal()
  await setSplits(t.system, deal, 'revenue', shares('60', '40'))
  await setSplits(t.system, deal, 'revenue', shares('50', '50'))
  await setSplits(t.system, deal, 'revenue', shares('70', '20', '10'))
  expect(await percentsOf(deal)).toEqual(['70.0000', '20.0000', '10.0000'])
  await setSplits(t.system, deal, 'revenue', [])
  expect(await percentsOf(deal)).toEqual([])
  await expect(setSplits(t.system, deal, 'revenue', [...shares('50'), ...shares('50')])).rejects.toMatchObject({
    issues: [{ code: 'SPLIT_TWICE', path: ['shares', 1, 'user'] }],
  })
})

it('written by two at once never add up to more, whoever comes first', async () => {
  const deal = await newDeal()
  const outcomes = await Promise.allSettled([
    t.system.mutate(OpportunitySplit).createMany(rows(deal, '60', '40')),
    t.system.mutate(OpportunitySplit).createMany([
      { opportunity: deal, user: people[2] as Id, percent: '30' },
      { opportunity: deal, user: people[3] as Id, percent: '70' },
    ]),
  ])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await Promise.allSettled([
    setSplits(t.system, deal, 'revenue', shares('10', '90')),
    setSplits(t.system, deal, 'revenue', shares('20', '30', '50')),
    setSplits(t.system, deal, 'revenue', shares('100')),
  ])
  const total = (await percentsOf(deal)).reduce((sum, percent) => sum + Number(percent), 0)
  expect(total).toBe(100)
})

// The embedded database has one session, so there nobody writes while another does.
it.skipIf(!process.env.TESSERA_TEST_DATABASE_URL)(
  'wait for a writer who has not finished, and count what he wrote',
  async () => {
    const deal = await newDeal()
    let second: Promise<string> = Promise.resolve('not begun')
    await t.system.transaction(async (ctx) => {
      await ctx.mutate(OpportunitySplit).createMany(rows(deal, '60', '40'))
      second = t.system
        .mutate(OpportunitySplit)
        .createMany([{ opportunity: deal, user: people[3] as Id, percent: '100' }])
        .then(
          () => 'written',
          (error: { code: string }) => error.code,
        )
      await Promise.race([second, somebodyWaits()])
    })
    expect(await second).toBe('sfa.splitTotal')
    expect(await percentsOf(deal)).toEqual(['60.0000', '40.0000'])
  },
)

/** Comes back once a session of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const text = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  for (;;) {
    const [found] = await t.database.pipeline([{ text }])
    if (found?.rowCount) return
  }
}

it('of the overlay kind may exceed the whole', async () => {
  const deal = await newDeal()
  await setSplits(t.system, deal, 'overlay', shares('100', '80'))
  expect(await percentsOf(deal)).toEqual(['100.0000', '80.0000'])
})

it('go with their opportunity', async () => {
  const deal = await newDeal()
  await setSplits(t.system, deal, 'revenue', shares('60', '40'))
  await t.system.mutate(Opportunity).delete(deal)
  expect(await percentsOf(deal)).toEqual([])
})
