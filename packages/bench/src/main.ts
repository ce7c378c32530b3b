import { measureBoot } from './boot/measure.ts'
import { measureCommission } from './commission/measure.ts'
import { measureDeclarations } from './declarations/measure.ts'
import { measureForecast } from './forecast/measure.ts'
import { measureImport } from './import/measure.ts'
import { measureOrders } from './orders/measure.ts'
import { measureLighthouse } from './portal/lighthouse.ts'
import { measurePortal } from './portal/measure.ts'
import { measurePrices } from './prices/measure.ts'

// npm run bench [-- boot|commission|declarations|import|lighthouse|orders|portal|prices|forecast]: prints each figure as JSON; docs/benchmarks.md keeps them with machine and versions.
const scenarios = {
  boot: () => measureBoot(20, 8),
  commission: () => measureCommission(),
  declarations: async () => measureDeclarations(40, 8),
  import: () => measureImport(),
  lighthouse: () => measureLighthouse(),
  orders: () => measureOrders(),
  portal: () => measurePortal(),
  prices: () => measurePrices(50),
  forecast: () => measureForecast(50),
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
for (const [name, run] of Object.entries(scenarios)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stdout.write(`${JSON.stringify({ scenario: name, ...(await run()) }, null, 2)}\n`)
}
