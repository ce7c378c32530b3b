import { measureBoot } from './boot/measure.ts'
import { measureDeclarations } from './declarations/measure.ts'

// npm run bench [-- boot|declarations]: prints each figure as JSON; docs/benchmarks.md keeps them with machine and versions.
const scenarios = {
  boot: () => measureBoot(20, 8),
  declarations: async () => measureDeclarations(40, 8),
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
for (const [name, run] of Object.entries(scenarios)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stdout.write(`${JSON.stringify({ scenario: name, ...(await run()) }, null, 2)}\n`)
}
