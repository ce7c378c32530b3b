import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import { Contact } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import type { TestCrm } from '@tessera/testing'
import { conformance } from '@tessera/testing/conformance'
import { commissionRecords, commissionSamples } from './commission/test-support/samples.ts'
import sfa from './index.ts'
import { Opportunity, Pipeline, SfaModel, Stage } from './model.ts'
import { leadExceptions, leadSamples } from './test-support/lead-samples.ts'

let samples = 0

/** A row that many samples belong to, made once for each CRM. */
const shared = (make: (t: TestCrm) => Promise<{ id: string }>): ((t: TestCrm) => Promise<string>) => {
  const made = new WeakMap<TestCrm, Promise<{ id: string }>>()
  return async (t) => {
    const row = made.get(t) ?? make(t)
    made.set(t, row)
    return (await row).id
  }
}
const pipeline = shared((t) => t.create(Pipeline, { name: 'Conformance' }))
const stage = shared(async (t) => t.create(Stage, { name: 'First', pipeline: await pipeline(t) }))
const deal = async (t: TestCrm): Promise<string> => (await t.create(Opportunity, { stage: await stage(t) })).id

conformance({
  plugins: () => [customers(), catalog(), mail(), orders(), sfa()],
  of: [SfaModel],
  samples: {
    ...leadSamples,
    order: async () => ({ currency: 'EUR' }),
    ...commissionSamples,
    stage: async (t) => ({ pipeline: await pipeline(t), name: `Stage ${++samples}`, gates: [] }),
    opportunity: async (t) => ({ stage: await stage(t), closeDate: '2026-06-30' }),
    opportunityContact: async (t) => ({ opportunity: await deal(t), contact: (await t.create(Contact)).id }),
    opportunityMember: async (t) => ({ opportunity: await deal(t) }),
    opportunitySplit: async (t) => ({
      opportunity: await deal(t),
      type: 'overlay',
      percent: `${++samples % 100 || 1}`,
    }),
    opportunityLine: async (t) => ({ opportunity: await deal(t), unitPrice: `${++samples}` }),
    opportunityCompetitor: async (t) => ({ opportunity: await deal(t) }),
    quota: async () => ({ length: 'month', startsOn: dayNumber(++samples), target: { minor: 100n, currency: 'EUR' } }),
  },
  except: [
    ...leadExceptions,
    'opportunityStage',
    'snapshotDay',
    'opportunitySnapshot',
    'forecastOverride',
    ...commissionRecords,
  ],
})

const dayNumber = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10)
