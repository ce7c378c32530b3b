import type { TestCrm } from '@tessera/testing'
import { conformance } from '@tessera/testing/conformance'
import customers from './index.ts'
import { Account } from './model.ts'

const account = async (t: TestCrm): Promise<string> => (await t.create(Account, { name: 'Sample' })).id

conformance({
  plugins: () => [customers()],
  samples: {
    address: async (t) => ({ account: await account(t), countryCode: 'DE' }),
    accountRelation: async (t) => ({ from: await account(t), to: await account(t), type: 'supplies' }),
    note: async (t) => ({ account: await account(t) }),
    lead: async () => ({ lastName: 'Sample' }),
    importProfile: async () => ({ profile: { records: [{ entity: 'lead', fields: { lastName: 'name' } }] } }),
  },
  // Written by a hook alone.
  except: ['accountStage'],
})
