import { Partner } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import type { TestCrm } from '@tessera/testing'
import { DealRegistration } from '../entities.ts'

let samples = 0

const amount = { minor: 100n, currency: 'EUR' }

const deal = async (t: TestCrm): Promise<Record<string, unknown>> => ({
  customerName: `Sample ${++samples}`,
  countryCode: 'DE',
  partner: (await t.create(Partner, { name: `Of sample ${++samples}` })).id,
  productLine: (await t.create(Category)).id,
  amount,
  expectedClose: '2027-01-31',
})

/** Inputs of deals that a factory can not guess, for the conformance suite. */
export const dealSamples: Readonly<Record<string, (t: TestCrm) => Promise<Record<string, unknown>>>> = {
  dealRegistration: deal,
  dealEvidence: async (t) => ({
    deal: (await t.create(DealRegistration, await deal(t))).id,
    note: `Sample ${++samples}`,
  }),
  dealCustomer: async () => ({ key: `sample ${++samples}`, countryCode: 'DE' }),
}

/** A registration is of the partner that acts, which the suite's actors and files can not say; its drafts are tested beside it. */
export const dealExceptions: readonly string[] = ['dealRegistration']
