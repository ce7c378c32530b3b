import type { Id } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import sfa from '../index.ts'
import { LostReason, Pipeline, Stage } from '../model.ts'

/** A CRM that sells, for tests. The company counts in euro, and its day begins in Berlin. */
export const createSalesCrm = (): Promise<TestCrm> =>
  createTestCrm({
    plugins: [customers(), catalog(), mail(), orders(), sfa()],
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
  })

/** A pipeline of the usual shape. */
export interface Ladder {
  readonly pipeline: Id
  readonly qualify: Id
  readonly propose: Id
  readonly negotiate: Id
  readonly won: Id
  readonly lost: Id
  readonly reason: Id
}

let ladders = 0

export async function makeLadder(t: TestCrm): Promise<Ladder> {
  const n = ++ladders
  const pipeline = (await t.create(Pipeline, { name: `Pipeline ${n}` })).id
  const stage = async (sort: number, input: Readonly<Record<string, unknown>>): Promise<Id> =>
    (await t.create(Stage, { pipeline, sort, ...input })).id
  return {
    pipeline,
    qualify: await stage(1, { name: 'Qualify', probability: '10', category: 'pipeline' }),
    propose: await stage(2, { name: 'Propose', probability: '40', category: 'bestCase' }),
    negotiate: await stage(3, { name: 'Negotiate', probability: '80', category: 'commit' }),
    won: await stage(4, { name: 'Won', kind: 'won', probability: '100', category: 'closed' }),
    lost: await stage(5, { name: 'Lost', kind: 'lost', probability: '0', category: 'omitted' }),
    reason: (await t.create(LostReason, { name: `Price ${n}` })).id,
  }
}
