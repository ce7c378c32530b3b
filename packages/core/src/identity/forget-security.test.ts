import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { forgetSecurity } from './forget-security.ts'
import { SecurityEvent } from './model.ts'
import { recordSecurity } from './record-security.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ identity: { securityLogDays: 90 } })
})
afterAll(() => t.close())

it('the security log forgets what is older than its days, for good, and keeps the rest', async () => {
  const at = async (day: string) => {
    t.clock.set(new Date(`${day}T12:00:00Z`))
    await recordSecurity(t.system, { kind: 'signIn', address: '203.0.113.7', detail: day })
  }
  for (const day of ['2026-01-01', '2026-01-02', '2026-04-01']) await at(day)
  t.clock.set(new Date('2026-04-02T00:00:00Z'))
  const job = { ctx: t.system, progress: async () => {}, signal: new AbortController().signal }
  expect(await forgetSecurity.run(job as never)).toEqual({ done: 1 })
  const kept = await t.system.list(SecurityEvent, { orderBy: [{ createdAt: 'asc' }] })
  expect(kept.map(({ detail }) => detail)).toEqual(['2026-01-02', '2026-04-01'])
  const [all] = await t.database.pipeline([
    {
      text: `select (select count(*)::int from crm.security_event) as rows,
        (select count(*)::int from tessera.audit where changes::text like '%203.0.113.7%') as audited,
        (select count(*)::int from tessera.outbox where payload::text like '%203.0.113.7%') as events`,
    },
  ])
  expect(all?.rows).toEqual([{ rows: 2, audited: 0, events: 0 }])
})
