import type { TestCrm } from '@tessera/testing'
import { conformance, type OwnReadPath } from '@tessera/testing/conformance'
import customers, { readTimelines } from './index.ts'
import { Account, Contact, Lead } from './model.ts'

const newAccount = async (t: TestCrm): Promise<string> => (await t.create(Account, { name: 'Sample' })).id

let shared: Promise<string> | null = null
const account = (t: TestCrm): Promise<string> => (shared ??= newAccount(t))

let samples = 0

const owners = { account: Account, contact: Contact, lead: Lead }

/** What all timelines together show: whatever tells of an account, a contact or a lead. */
const timeline: OwnReadPath = {
  entities: ['interaction', 'task', 'note', 'accountStage', 'account', 'lead'],
  async read(t, actor) {
    const shown = new Map<string, { entity: string; id: string }>()
    for (const [owner, entity] of Object.entries(owners)) {
      const ids = (await t.system.list(entity, { limit: 1000 })).map((row) => row.id)
      const pages = await readTimelines(t.as(actor), owner as keyof typeof owners, ids, { first: 200 })
      for (const entry of pages.flatMap((page) => page.entries)) shown.set(entry.id, entry)
    }
    return [...shown.values()]
  },
  meantFor: (row, entity) =>
    ['account', 'lead'].includes(entity) ||
    (Object.keys(owners).some((owner) => (row[owner] ?? null) !== null) && row.done !== false),
}

conformance({
  plugins: () => [customers()],
  samples: {
    address: async (t) => ({ account: await account(t), city: `City ${++samples}`, countryCode: 'DE' }),
    accountRelation: async (t) => ({ from: await account(t), to: await newAccount(t), type: 'supplies' }),
    note: async (t) => ({ account: await account(t) }),
    lead: async () => ({ lastName: `Sample ${++samples}` }),
    importProfile: async () => ({ profile: { records: [{ entity: 'lead', fields: { lastName: 'name' } }] } }),
  },
  // Written by a hook alone.
  except: ['accountStage'],
  shows: { timeline },
})
