/**
 * The long form of `events/kill.test.ts`, run by hand: kills processes that write and work at random moments, and looks
 * whether anything was lost, done twice or left over. Prints one JSON object per backend; exits with 1 on any fault.
 *
 * TESSERA_TEST_DATABASE_URL=postgres://… TESSERA_TEST_REDIS_URL=redis://… node packages/core/test/kill-run.ts [--kills 200] [--wipes 5] [--only Redis]
 */
import { parseArgs } from 'node:util'
import { backends } from '../src/events/fixtures/backends.ts'
import { killRun } from '../src/events/fixtures/kill/kill-run.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    wipes: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
})

for (const backend of backends.filter(({ name }) => name !== 'PGlite' && name.endsWith(values.only))) {
  const run = await killRun(backend, {
    kills: Number(values.kills),
    wipes: backend.redisUrl ? Number(values.wipes) : 0,
    onKill: (count) => process.stderr.write(`\r${backend.name}: ${count} kills`),
  })
  process.stderr.write('\n')
  console.log(JSON.stringify({ backend: backend.name, ...run }))
  if (run.faults.length > 0) process.exitCode = 1
}
