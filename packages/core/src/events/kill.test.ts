import { describe, expect, it } from 'vitest'
import { backends } from './fixtures/backends.ts'
import { killRun } from './fixtures/kill/kill-run.ts'

describe.each(backends)('processes killed at random on $name', (backend) => {
  it('every committed write has its effects once, none is lost, none is stuck', { timeout: 180_000 }, async () => {
    const run = await killRun(backend, { kills: backend.databaseUrl ? 6 : 3, wipes: backend.redisUrl ? 1 : 0 })
    expect(run.faults).toEqual([])
    expect(run.things).toBeGreaterThan(0)
    expect(run.effects).toBeGreaterThan(run.things)
  })
})
