import { type Actor, type Id, sql } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { daysAfter } from './days.ts'
import { approveDeal, rejectDeal } from './decisions/decide-deal.ts'
import { releaseDeal, withdrawDeal } from './decisions/end-deal.ts'
import { expireDeals } from './decisions/expire-deals.ts'
import { extendDeal } from './decisions/extend-deal.ts'
import { DealRegistration } from './entities.ts'
import { convertDeal } from './opportunity/convert-deal.ts'
import { registerDeal } from './registration/register-deal.ts'
import { type DealStatus, dealStatuses, nextStatuses } from './registration/status.ts'
import { submitDeal } from './registration/submit-deal.ts'
import { createChannelCrm, ladder, line, seller } from './test-support/channel.ts'

const capacity = 3
let t: TestCrm
let boss: Actor
beforeAll(async () => {
  t = await createChannelCrm({ dealCapacity: capacity, protectionDays: 10, dealExtensionDays: 5, dealExtensions: 1 })
  boss = await t.actor('user')
  await ladder(t)
})
afterAll(() => t.close())

const customers = ['Aller Glas', 'Bode Holz', 'Chiem Bräu']

type Step =
  | { readonly do: 'register'; readonly partner: number; readonly customer: number; readonly line: number }
  | {
      readonly do: 'submit' | 'approve' | 'reject' | 'withdraw' | 'release' | 'extend' | 'convert'
      readonly deal: number
    }
  | { readonly do: 'days'; readonly days: number }
  | { readonly do: 'expire' }

const number = fc.nat({ max: 7 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('register' as const),
      partner: fc.nat(1),
      customer: fc.nat(2),
      line: fc.nat(1),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'submit',
        'submit',
        'submit',
        'approve',
        'approve',
        'reject',
        'withdraw',
        'release',
        'extend',
        'convert',
      ),
      deal: number,
    }) as fc.Arbitrary<Step>,
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('days' as const), days: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'expire' as const }) },
)

/** A registration as the rules alone would have it. */
interface Modelled {
  readonly partner: number
  readonly customer: number
  readonly line: number
  status: DealStatus
  from: string
  until: string | null
  extended: number
}

const live = (deal: Modelled, day: string): boolean =>
  ['submitted', 'approved', 'converted'].includes(deal.status) &&
  deal.from <= day &&
  (deal.until === null || deal.until >= day)

it('whatever is done in whatever order, states and protections are as the rules say, and no two protections meet', {
  timeout: 500_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      t.clock.set('2026-03-02T09:00:00Z')
      const [lines, people] = [
        [await line(t), await line(t)],
        [await seller(t), await seller(t)],
      ]
      const ids: Id[] = []
      const model: Modelled[] = []
      let today = '2026-03-02'
      for (const one of steps) {
        if (one.do === 'days') {
          t.clock.advance({ days: one.days })
          today = daysAfter(today, one.days)
          continue
        }
        if (one.do === 'expire') {
          await expireDeals.run({ ctx: t.system, input: undefined, signal: new AbortController().signal } as never)
          for (const deal of model)
            if (deal.status === 'approved' && (deal.until ?? today) < today) deal.status = 'expired'
          continue
        }
        if (one.do === 'register') {
          const { partner, customer, line: which } = one
          ids.push(
            await registerDeal(t.as(people[partner] as Actor), {
              input: {
                customerName: customers[customer] as string,
                city: 'Ulm',
                productLine: lines[which] as Id,
                amount: { minor: 1n, currency: 'EUR' },
                expectedClose: '2099-01-01',
              },
            }),
          )
          model.push({ partner, customer, line: which, status: 'draft', from: '', until: null, extended: 0 })
          continue
        }
        const deal = model[one.deal]
        const id = ids[one.deal]
        if (!deal || !id) continue
        const expected = outcome(model, deal, one.do, today)
        const done = await act(one.do, id, people[deal.partner] as Actor).then(
          () => 'done',
          (error: { code?: string }) => {
            if (!error.code?.startsWith('prm.') && error.code !== 'REJECTED') throw error
            return 'refused'
          },
        )
        expect(`${one.do} ${deal.status}: ${done}`).toBe(`${one.do} ${deal.status}: ${expected ? 'done' : 'refused'}`)
        if (expected) Object.assign(deal, expected)
      }
      const rows = new Map(
        (await t.system.list(DealRegistration, { where: { id: { in: ids } }, limit: 100 })).map((row) => [row.id, row]),
      )
      expect(ids.map((id) => rows.get(id)?.status)).toEqual(model.map(({ status }) => status))
      for (const [n, deal] of model.entries())
        if (live(deal, today))
          expect(rows.get(ids[n] as Id)).toMatchObject({ protectedFrom: deal.from, protectedUntil: deal.until })
      expect(await overlaps()).toBe(0)
      // The next run begins with customers nobody has.
      for (const row of rows.values()) if (row.status === 'submitted') await withdrawDeal(t.system, row.id)
    }),
    { numRuns: Number(process.env.TESSERA_TEST_RUNS ?? 15) },
  )
})

const act = (what: string, id: Id, who: Actor): Promise<Id> => {
  switch (what) {
    case 'submit':
      return submitDeal(t.as(who), id)
    case 'withdraw':
      return withdrawDeal(t.as(who), id)
    case 'release':
      return releaseDeal(t.as(who), id)
    case 'approve':
      return approveDeal(t.as(boss), id, { despiteMatch: true, note: 'ok' })
    case 'reject':
      return rejectDeal(t.as(boss), id, 'no')
    case 'extend':
      return extendDeal(t.as(boss), id)
    default:
      return convertDeal(t.as(boss), id)
  }
}

/** What the rules say becomes of a deal; null where it is refused, nothing new where it is so already. */
function outcome(all: readonly Modelled[], deal: Modelled, what: string, today: string): Partial<Modelled> | null {
  const { status } = deal
  switch (what) {
    case 'submit': {
      if (status === 'submitted') return {}
      const places = all.filter((one) => one.partner === deal.partner && ['submitted', 'approved'].includes(one.status))
      const taken = all.some((one) => one.customer === deal.customer && one.line === deal.line && live(one, today))
      if (status !== 'draft' || places.length >= capacity || taken) return null
      return { status: 'submitted', from: today, until: null }
    }
    case 'approve':
      if (status === 'approved') return {}
      return status === 'submitted' ? { status: 'approved', until: daysAfter(today, 10) } : null
    case 'reject':
      if (status === 'rejected') return {}
      return status === 'submitted' ? { status: 'rejected' } : null
    case 'withdraw':
      if (status === 'withdrawn') return {}
      return status === 'submitted' ? { status: 'withdrawn' } : null
    case 'release':
      if (status === 'released') return {}
      return status === 'approved' ? { status: 'released' } : null
    case 'convert':
      if (status === 'converted') return {}
      return status === 'approved' ? { status: 'converted' } : null
    default:
      if ((status !== 'approved' && status !== 'converted') || deal.until === null || deal.until < today) return null
      return deal.extended >= 1 ? null : { extended: deal.extended + 1, until: daysAfter(deal.until, 5) }
  }
}

async function overlaps(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from crm.deal_registration a join crm.deal_registration b
      on a.id < b.id and a.customer_id = b.customer_id and a.product_line_id = b.product_line_id
      and daterange(a.protected_from, a.protected_until, '[]') && daterange(b.protected_from, b.protected_until, '[]')
    where a.status in ('submitted', 'approved', 'converted') and b.status in ('submitted', 'approved', 'converted')`.execute(
    t.system.db,
  )
  return rows[0]?.count ?? -1
}

it('no state is entered but from where it may be, whoever writes', async () => {
  const who = await seller(t)
  const fresh = () =>
    registerDeal(t.as(who), {
      input: {
        customerName: 'X1',
        city: 'Ulm',
        productLine: lineId,
        amount: { minor: 1n, currency: 'EUR' },
        expectedClose: '2099-01-01',
      },
    })
  const lineId = await line(t)
  for (const to of dealStatuses) {
    if (to === 'draft' || nextStatuses.draft.includes(to)) continue
    await expect(t.system.mutate(DealRegistration).update(await fresh(), { status: to })).rejects.toMatchObject({
      code: 'prm.dealStatus',
    })
  }
})
