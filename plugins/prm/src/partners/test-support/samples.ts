import type { TestCrm } from '@tessera/testing'
import { PartnerAgreement, PartnerApplication } from '../../model.ts'

let samples = 0
const dayNumber = (n: number): string => new Date(Date.UTC(2030, 0, n)).toISOString().slice(0, 10)

/** Inputs of partners that the factory can not guess. */
export const partnerSamples = {
  partnerForm: async () => ({ key: `form-${++samples}`, name: `Form ${samples}` }),
  partnerApplication: async () => ({ company: `Company ${++samples}`, countryCode: 'DE' }),
  vettingCheck: async (t: TestCrm) => {
    const { id } = await t.create(PartnerApplication, { countryCode: 'DE', status: 'vetting' })
    return { application: id, text: `Check ${++samples}` }
  },
  agreementEdition: async (t: TestCrm) => {
    const { id } = await t.create(PartnerAgreement, { name: `Agreement ${++samples}` })
    return { agreement: id, edition: 1, validFrom: dayNumber(++samples) }
  },
  onboardingStep: async () => ({ dueOn: dayNumber(++samples) }),
  partnerInvitation: async () => ({ roles: ['sales'], name: `Person ${++samples}` }),
  partnerLocation: async () => ({ name: `Location ${++samples}`, countryCode: 'DE' }),
}

/** What a partner accepted is written by accepting; agreements.test.ts does. */
export const partnerExceptions = ['agreementAcceptance'] as const
