import { type Id, sql } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approveDeal, rejectDeal } from './decisions/decide-deal.ts'
import { releaseDeal } from './decisions/end-deal.ts'
import { DealCustomer, DealRegistration } from './entities.ts'
import { registerDeal } from './registration/register-deal.ts'
import { submitDeal } from './registration/submit-deal.ts'
import { createChannelCrm, line, seller } from './test-support/channel.ts'

/** What the issue asks for on a server; the embedded database has one session, so that fewer tell the same there. */
const many = process.env.TESSERA_TEST_DATABASE_URL ? 1000 : 100

let t: TestCrm
beforeAll(async () => {
  t = await createChannelCrm({ dealCapacity: 100_000 })
})
afterAll(() => t.close())

const spellings = [
  'Donau Stahl GmbH',
  'DONAU-STAHL',
  'Donau Stahl GmbH & Co. KG',
  'Stahl Donau',
  'ＤＯＮＡＵ Stahl Ltd.',
]

const input = (productLine: Id, n: number) => ({
  customerName: spellings[n % spellings.length] as string,
  city: n % 2 === 0 ? 'Regensburg' : 'REGENSBURG ',
  productLine,
  amount: { minor: 100n, currency: 'EUR' },
  expectedClose: '2026-12-31',
})

async function protections(productLine: Id): Promise<{ live: number; overlapping: number; customers: number }> {
  const { rows } = await sql<{ live: number; overlapping: number; customers: number }>`
    with live as (select id, customer_id, daterange(protected_from, protected_until, '[]') as span from crm.deal_registration
      where product_line_id = ${productLine} and status in ('submitted', 'approved', 'converted') and deleted_at is null)
    select (select count(*)::int from live) as live,
      (select count(*)::int from live a join live b on a.id < b.id and a.customer_id = b.customer_id and a.span && b.span) as overlapping,
      (select count(distinct customer_id)::int from live) as customers`.execute(t.system.db)
  return rows[0] as never
}

/** More come than the pool has connections. Who waited too long for one is told to come again, and comes again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: string }).code !== 'DATABASE_BUSY') throw error
    }
  }
}

it(`of ${many} who register and get approved one customer with one product line at the same moment, one is protected`, {
  timeout: 560_000,
}, async () => {
  const productLine = await line(t)
  const people = await Promise.all(Array.from({ length: 10 }, () => seller(t)))
  const boss = await t.actor('user')
  const outcomes = await Promise.allSettled(
    Array.from({ length: many }, async (_, n) => {
      const who = t.as(people[n % people.length] as (typeof people)[number])
      const id = await patiently(() => registerDeal(who, { input: input(productLine, n), submit: true }))
      return patiently(() => approveDeal(t.as(boss), id))
    }),
  )
  const refused = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as { code: string }] : [],
  )
  expect(refused).toHaveLength(many - 1)
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['prm.dealTaken']))
  expect(await protections(productLine)).toEqual({ live: 1, overlapping: 0, customers: 1 })
  expect(await t.system.list(DealCustomer, { where: { nameKey: { eq: 'donau stahl' } } })).toHaveLength(1)
  // Whoever was refused kept no half of it.
  const rows = await t.system.list(DealRegistration, { where: { productLine: { eq: productLine } }, limit: 2000 })
  expect(rows.map(({ status }) => status)).toEqual(['approved'])
})

it('without our own looking first, the database alone lets one through', { timeout: 120_000 }, async () => {
  const productLine = await line(t)
  const customer = (await t.create(DealCustomer, { key: 'alone', countryCode: 'DE' })).id
  const people = await Promise.all(Array.from({ length: 4 }, () => seller(t)))
  const drafts = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      registerDeal(t.as(people[n % 4] as (typeof people)[number]), { input: input(productLine, n) }),
    ),
  )
  const outcomes = await Promise.allSettled(
    drafts.map((id, n) =>
      t.system
        .mutate(DealRegistration)
        .update(id, { status: 'submitted', customer, protectedFrom: '2026-03-02', place: 1000 + n }),
    ),
  )
  const refused = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as { code: string }] : [],
  )
  expect(refused).toHaveLength(19)
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['OVERLAP']))
})

it('decided, released and submitted again by many at once, it never has two', { timeout: 300_000 }, async () => {
  const productLine = await line(t)
  const people = await Promise.all(Array.from({ length: 5 }, () => seller(t)))
  const boss = await t.actor('user')
  const drafts = await Promise.all(
    people.flatMap((who) =>
      [0, 1].map(async (n) => ({ who, id: await registerDeal(t.as(who), { input: input(productLine, n) }) })),
    ),
  )
  let expected = 0
  const tell = (error: { code?: string }): void => {
    // Reject of a function called as such comes as it is; through the pipeline as REJECTED.
    if (!/^(prm\.|REJECTED|CONFLICT)/.test(error.code ?? '')) throw error
    expected++
  }
  await Promise.all(
    Array.from({ length: 6 }, (_, round) =>
      Promise.all(
        drafts.map(async ({ who, id }, n) => {
          await submitDeal(t.as(who), id).catch(tell)
          if ((round + n) % 3 === 0) await rejectDeal(t.as(boss), id, 'no').catch(tell)
          else await approveDeal(t.as(boss), id).catch(tell)
          if (round % 2 === 0) await releaseDeal(t.as(who), id).catch(tell)
          expect((await protections(productLine)).overlapping).toBe(0)
        }),
      ),
    ),
  )
  expect(expected).toBeGreaterThan(0)
  expect((await protections(productLine)).live).toBeLessThanOrEqual(1)
})
