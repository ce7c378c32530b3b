import { measureBoot } from './boot/measure.ts'
import { measureCommission } from './commission/measure.ts'
import { measureDeclarations } from './declarations/measure.ts'
import { measureEvents } from './events/measure.ts'
import { measureForecast } from './forecast/measure.ts'
import { measureImport } from './import/measure.ts'
import { measureOrders } from './orders/measure.ts'
import { measureLighthouse } from './portal/lighthouse.ts'
import { measurePortal } from './portal/measure.ts'
import { measurePrices } from './prices/measure.ts'
import { measureReads } from './reads/measure.ts'
import { measureWrites } from './writes/measure.ts'

// npm run bench [-- <names of scenarios>]: prints each figure as JSON; docs/benchmarks.md keeps them with machine and versions.
// With --quick the reads alone, shortly, held against recorded.json; --record writes that file.
const flags = process.argv.filter((argument) => argument.startsWith('--'))
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const quick = flags.includes('--quick')
/** `reads/list` asks for those of the reads that have `list` in their name, `writes/bulk` for that part of the writes, `portal/by-hand` for that of the portal. */
const partsOf = (scenario: string): string[] =>
  wanted.filter((name) => name.startsWith(`${scenario}/`)).map((name) => name.slice(scenario.length + 1))

const scenarios = {
  boot: () => measureBoot(20, 8),
  commission: () => measureCommission(),
  declarations: async () => measureDeclarations(40, 8),
  events: () => measureEvents(2000),
  import: () => measureImport(),
  lighthouse: () => measureLighthouse(),
  orders: () => measureOrders(),
  portal: () => measurePortal(partsOf('portal')),
  prices: () => measurePrices(50),
  forecast: () => measureForecast(50),
  reads: async () => {
    const figures = await measureReads({ quick, record: flags.includes('--record'), only: partsOf('reads') })
    if (figures.falls.length > 0) process.exitCode = 1
    return figures
  },
  writes: () => measureWrites(partsOf('writes')),
}

const isWanted = (name: string): boolean => {
  if (wanted.length > 0) return wanted.some((each) => each === name || each.startsWith(`${name}/`))
  return !quick || name === 'reads'
}

for (const [name, run] of Object.entries(scenarios)) {
  if (!isWanted(name)) continue
  process.stdout.write(`${JSON.stringify({ scenario: name, ...(await run()) }, null, 2)}\n`)
}
