import { expect, test } from 'vitest'
import { assemble } from '../plugin/assemble.ts'
import { migrationPlan } from './run/plan.ts'
import { isOutdated } from './run/status.ts'

test("core's own migrations lead to what core and identity are now", async () => {
  const assembly = assemble({ plugins: [] })
  const plan = await migrationPlan(assembly)
  expect(plan.map(({ plugin }) => plugin)).toEqual(['core', 'identity'])
  expect(plan.filter((part) => isOutdated(part, assembly.registry))).toEqual([])
})
