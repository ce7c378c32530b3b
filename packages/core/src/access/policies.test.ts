import { createTestCrm, type TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arbitraryGrants } from './test-support/arbitrary-grant.ts'
import { arbitraryActors, arbitraryData } from './test-support/arbitrary-world.ts'
import { compareWithOracle } from './test-support/compare-with-oracle.ts'
import { extra, shop } from './test-support/shop.ts'

/** Sets of grants to try; each is asked some 1,800 things. `TESSERA_ACCESS_RUNS=500` tries more. */
const numRuns = Number(process.env.TESSERA_ACCESS_RUNS ?? 2)

let t: TestCrm

beforeAll(async () => {
  t = await createTestCrm({ plugins: [shop(), extra()] })
})
afterAll(() => t.close())

describe('policies, checks and field lists', () => {
  it('give for any grants, rows and actors exactly what the oracle allows', {
    timeout: 60_000 + numRuns * 20_000,
  }, async () => {
    const world = fc.record({ data: arbitraryData, actors: arbitraryActors })
    const total = { answers: 0, telling: 0 }
    const property = fc.asyncProperty(arbitraryGrants, fc.tuple(world, world), async (grants, worlds) => {
      const { differences, answers, telling } = await compareWithOracle(t.database, { grants, worlds })
      total.answers += answers
      total.telling += telling
      expect(differences).toEqual([])
    })
    // Were most answers "nothing" or "everything", the comparison would prove little: then it goes on.
    do await fc.assert(property, { numRuns, endOnFailure: true })
    while (total.telling < numRuns * 30)
    expect(total.answers).toBeGreaterThan(numRuns * 1000)
  })
})
