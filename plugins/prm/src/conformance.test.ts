import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import sfa from '@tessera/plugin-sfa'
import { conformance } from '@tessera/testing/conformance'
import { dealExceptions, dealSamples } from './deals/test-support/samples.ts'
import { fundExceptions, fundSamples } from './funds/test-support/samples.ts'
import prm from './index.ts'
import { leadExceptions, leadSamples } from './leads/test-support/samples.ts'
import { libraryExceptions, librarySamples } from './library/test-support/samples.ts'
import { PrmModel } from './model.ts'
import { newsExceptions } from './news/test-support/exceptions.ts'
import { partnerExceptions, partnerSamples } from './partners/test-support/samples.ts'
import { planExceptions, planSamples } from './plans/test-support/samples.ts'
import { rewardExceptions, rewardSamples } from './rewards/test-support/samples.ts'
import { stockExceptions } from './stock/test-support/exceptions.ts'
import { tierExceptions, tierSamples } from './tiers/test-support/samples.ts'
import { trainingExceptions, trainingSamples } from './training/test-support/samples.ts'

let samples = 0
const folder = mkdtempSync(join(tmpdir(), 'tessera-mail-'))

conformance({
  plugins: () => [customers(), catalog(), mail({ folder }), orders(), sfa(), prm()],
  of: [PrmModel],
  samples: {
    partnerProgram: async () => ({ name: `Programme ${++samples}` }),
    programTier: async () => ({ name: `Tier ${++samples}`, rank: ++samples % 100 }),
    order: async () => ({ currency: 'EUR' }),
    ...tierSamples,
    ...dealSamples,
    ...leadSamples,
    ...fundSamples,
    ...rewardSamples,
    ...trainingSamples,
    ...librarySamples,
    ...planSamples,
    ...partnerSamples,
  },
  except: [
    ...newsExceptions,
    ...tierExceptions,
    ...dealExceptions,
    ...leadExceptions,
    ...fundExceptions,
    ...rewardExceptions,
    ...trainingExceptions,
    ...libraryExceptions,
    ...planExceptions,
    ...stockExceptions,
    ...partnerExceptions,
  ],
})
