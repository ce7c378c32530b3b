import { createTestCrm } from '@tessera/testing'
import { expect, it } from 'vitest'
import demo from '../demo.ts'
import { changesSince, countRows } from '../intruders/test-support/count-rows.ts'
import config from '../tessera.config.ts'

// Its days count from today: TESSERA_DEMO_DAYS names others than these. 2 December and the 60 days after it gave one month twice.
const odd = ['2026-12-02', '2027-12-31', '2028-02-29']
// Half a minute each: on a server, which reckons no other days than the embedded database, one of them shows that it can be made there.
const days =
  process.env.TESSERA_DEMO_DAYS?.split(',') ?? (process.env.TESSERA_TEST_DATABASE_URL ? odd.slice(0, 1) : odd)

it.each(days)('the demo data can be made late on %s', { timeout: 240_000 }, async (day) => {
  await using t = await createTestCrm(config)
  t.clock.set(`${day}T22:30:00Z`)
  let last = [0, 0]
  await demo.seed({ crm: t.crm, progress: (done, total) => (last = [done, total]) })
  expect(last).toEqual([expect.any(Number), (last[0] as number) + 1])
})

it('made again weeks later, the demo data has all of it still, and nothing twice', { timeout: 240_000 }, async () => {
  await using t = await createTestCrm(config)
  t.clock.set('2026-12-02T10:00:00Z')
  const seed = () => demo.seed({ crm: t.crm, progress: () => {} })
  await seed()
  const before = await countRows(t)
  t.clock.set('2026-12-23T10:00:00Z')
  await seed()
  // What the jobs of the nights in between would have written, the seed has them write.
  const nightly = { tierAssessment: 0, commissionEntry: 0 }
  expect({ ...changesSince(before, await countRows(t)), ...nightly }).toEqual(nightly)
})
