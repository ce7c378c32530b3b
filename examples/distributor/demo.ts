import { defineDemo } from '@tessera/cli'
import { seedAccounts } from './seed/accounts.ts'
import { seedActivities } from './seed/activities.ts'
import { seedLeads } from './seed/leads.ts'
import { seedPartners } from './seed/partners.ts'
import { password, seedStaff, signIns } from './seed/staff.ts'

/** Invented from first to last: names, addresses and numbers belong to nobody. */
export default defineDemo({
  version: 1,
  signIns: signIns.map((person) => ({ ...person, password })),
  async seed({ crm, progress }) {
    const steps = [seedStaff, seedPartners, seedAccounts, seedLeads, seedActivities]
    const ctx = crm.system('demo', 'seeds the demo data')
    for (const [index, step] of steps.entries()) {
      progress(index, steps.length, step.name.replace('seed', '').toLowerCase())
      await step(ctx)
    }
  },
})
