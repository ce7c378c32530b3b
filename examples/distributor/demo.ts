import { defineDemo } from '@tessera/cli'
import { seedAccounts } from './seed/accounts.ts'
import { seedActivities } from './seed/activities.ts'
import { seedExchangeRates } from './seed/catalog/exchange-rates.ts'
import { seedPrices } from './seed/catalog/prices.ts'
import { seedProcessPump } from './seed/catalog/process-pump.ts'
import { seedProducts } from './seed/catalog/products.ts'
import { seedStock } from './seed/catalog/stock.ts'
import { seedLeads } from './seed/leads.ts'
import { seedAgreements } from './seed/partners/agreements.ts'
import { seedAnnouncements } from './seed/partners/announcements.ts'
import { seedDeals } from './seed/partners/deals.ts'
import { seedFunds } from './seed/partners/funds.ts'
import { seedPartnerLeads } from './seed/partners/leads-to-partners.ts'
import { seedLibrary } from './seed/partners/library.ts'
import { seedReading } from './seed/partners/news-read.ts'
import { seedPlans } from './seed/partners/plans.ts'
import { seedProgrammes } from './seed/partners/programmes.ts'
import { seedReports } from './seed/partners/reports.ts'
import { seedRewards } from './seed/partners/rewards.ts'
import { seedTiers } from './seed/partners/tiers.ts'
import { seedTraining } from './seed/partners/training.ts'
import { seedPartners } from './seed/partners.ts'
import { seedAnswers } from './seed/sales/answers.ts'
import { seedFulfilment } from './seed/sales/fulfilment.ts'
import { seedOrders } from './seed/sales/orders.ts'
import { seedPartnerOrders } from './seed/sales/partner-orders.ts'
import { seedPipeline } from './seed/sales/pipeline.ts'
import { seedQuotes } from './seed/sales/quotes.ts'
import { seedReturns } from './seed/sales/returns.ts'
import { seedTargets } from './seed/sales/targets.ts'
import { password, seedStaff, signIns } from './seed/staff.ts'

/** Invented from first to last: names, addresses and numbers belong to nobody. */
export default defineDemo({
  version: 5,
  signIns: signIns.map((person) => ({ ...person, password })),
  async seed({ crm, progress }) {
    const steps = [
      seedStaff,
      seedPartners,
      seedAccounts,
      seedLeads,
      seedActivities,
      seedProducts,
      seedProcessPump,
      seedPrices,
      seedStock,
      seedExchangeRates,
      seedOrders,
      seedFulfilment,
      seedReturns,
      seedPartnerOrders,
      seedPipeline,
      seedTargets,
      seedQuotes,
      seedAnswers,
      seedProgrammes,
      seedAgreements,
      seedDeals,
      seedTraining,
      seedReports,
      seedFunds,
      seedRewards,
      seedPlans,
      seedTiers,
      seedPartnerLeads,
      seedAnnouncements,
      seedLibrary,
      seedReading,
    ]
    const ctx = crm.system('demo', 'seeds the demo data')
    for (const [index, step] of steps.entries()) {
      progress(index, steps.length, step.name.replace('seed', '').toLowerCase())
      await step(ctx, crm)
    }
  },
})
