import { type Id, sql } from '@tessera/core'
import { Invoice, Order, PaymentAllocation, Return } from '@tessera/plugin-orders/model'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RewardProgram } from '../model.ts'
import { closeRewardPeriod } from './ledger/close-period.ts'
import { type Reseller, RewardFloor, type Sold } from './test-support/reward-floor.ts'

let floor: RewardFloor
beforeAll(async () => {
  floor = await RewardFloor.open()
})
afterAll(() => floor.t.close())

const day = fc.integer({ min: 0, max: 89 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10))
const step = fc.record({
  does: fc.constantFrom(
    ...([
      'bill',
      'bill',
      'bill',
      'deliver',
      'deliver',
      'pay',
      'pay',
      'giveBack',
      'credit',
      'calculate',
      'close',
    ] as const),
    ...(['bill', 'deliver', 'pay', 'giveBack', 'credit', 'void', 'unreturn', 'unpay', 'cancel', 'calculate'] as const),
  ),
  of: fc.nat(2),
  on: day,
  tens: fc.integer({ min: 1, max: 6 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
const bases = ['order', 'delivery', 'invoice', 'payment'] as const

/** What happens with three orders of 100.00 for ten pieces, one thing after the other; all amounts are whole tens, so that nothing is rounded. */
class Shop {
  readonly #bills: Id[] = []
  readonly #payments: Id[] = []
  readonly #returns: Id[] = []
  readonly sold: readonly Sold[]
  readonly program: Id

  constructor(sold: readonly Sold[], program: Id) {
    this.sold = sold
    this.program = program
  }

  async take({ does, of, on, tens }: Step): Promise<void> {
    floor.t.clock.advance({ minutes: 1 })
    const sold = this.sold[of] as Sold
    const { system } = floor.t
    const bill = this.#bills[of % Math.max(this.#bills.length, 1)]
    if (does === 'bill') this.#bills.push(await floor.bill(sold, tens * 10_00, on))
    if (does === 'credit') this.#bills.push(await floor.bill(sold, tens * 10_00, on, { type: 'creditNote' }))
    if (does === 'deliver') await floor.deliver(sold, `${tens}`, on)
    if (does === 'pay' && bill) {
      const { total } = await system.get(Invoice, bill)
      this.#payments.push(await floor.pay(sold.account, bill, total.minor, on))
    }
    if (does === 'giveBack') {
      const line = await floor.giveBack(sold, `${tens}`, on)
      const { rows } = await sql<{ id: Id }>`select return_id as id from crm.return_line where id = ${line}`.execute(
        system.db,
      )
      this.#returns.push(rows[0]?.id ?? '')
    }
    if (does === 'void' && bill) await system.mutate(Invoice).update(bill, { status: 'void' })
    if (does === 'unreturn' && this.#returns.length > 0)
      await system.mutate(Return).update(this.#returns.pop() ?? '', { status: 'rejected' })
    if (does === 'unpay' && this.#payments.length > 0)
      await system.mutate(PaymentAllocation).delete(this.#payments.pop() ?? '')
    if (does === 'cancel') await system.mutate(Order).update(sold.order, { status: 'cancelled' })
    if (does === 'calculate') await floor.calculate(this.program)
    if (does === 'close') await this.#close()
  }

  /** The first open period, which is over. */
  async #close(): Promise<void> {
    await floor.calculate(this.program)
    const { rows } = await sql<{ id: Id }>`select id from crm.reward_period where program_id = ${this.program}
      and status = 'open' and ends_on < '2026-04-01' order by starts_on limit 1`.execute(floor.t.system.db)
    if (rows[0]) await closeRewardPeriod(floor.t.as(floor.manager), rows[0].id)
    floor.t.clock.advance({ minutes: 1 })
  }
}

const isRefused = (error: unknown): boolean =>
  /^(orders\.|CHECK_FAILED|VALIDATION|REJECTED)/.test(String((error as { code?: string }).code ?? ''))

/** What counts of orders in the end, in cents, worked out from the records by SQL alone. */
async function counting(orders: readonly Id[], basis: (typeof bases)[number]): Promise<bigint> {
  const billed = sql`greatest(0, coalesce(f.invoiced, 0) - coalesce(f.credited, 0))`
  const back = sql`l.net_minor * least(coalesce(f.returned, 0), l.quantity) / l.quantity + coalesce(f.credited_alone, 0)`
  const counts = {
    order: sql`greatest(0, l.net_minor - (${back}))`,
    delivery: sql`greatest(0, l.net_minor * least(coalesce(f.delivered, 0), l.quantity) / l.quantity - (${back}))`,
    invoice: billed,
    payment: sql`greatest(0, least(coalesce(f.paid, 0), ${billed}))`,
  }[basis]
  const { rows } = await sql<{ minor: string }>`
    select coalesce(sum(${counts}), 0)::numeric(20, 0)::text as minor from crm.order_line l join crm."order" o on o.id = l.order_id
    cross join lateral (select
      (select sum(x.net_minor) from crm.invoice_line x join crm.invoice i on i.id = x.invoice_id
        where x.order_line_id = l.id and i.type = 'invoice' and i.status = 'issued') as invoiced,
      (select sum(x.net_minor) from crm.invoice_line x join crm.invoice i on i.id = x.invoice_id
        where x.order_line_id = l.id and i.type = 'creditNote' and i.status = 'issued') as credited,
      (select sum(x.net_minor) from crm.invoice_line x join crm.invoice i on i.id = x.invoice_id
        where x.order_line_id = l.id and i.type = 'creditNote' and i.status = 'issued' and i.return_id is null) as credited_alone,
      (select sum(least(x.net_minor, a.minor)) from crm.invoice_line x join crm.invoice i on i.id = x.invoice_id
        join lateral (select sum(pa.amount_minor) as minor from crm.payment_allocation pa
          where pa.invoice_id = i.id and pa.deleted_at is null) a on a.minor > 0
        where x.order_line_id = l.id and i.type = 'invoice' and i.status = 'issued') as paid,
      (select sum(x.quantity) from crm.delivery_line x join crm.delivery d on d.id = x.delivery_id
        where x.order_line_id = l.id and d.status in ('shipped', 'delivered')) as delivered,
      (select sum(x.quantity) from crm.return_line x join crm.return r on r.id = x.return_id
        where x.order_line_id = l.id and r.status = 'received') as returned) f
    where o.id = any(${[...orders]}::uuid[]) and o.status in ('confirmed', 'inFulfilment', 'delivered', 'closed')`.execute(
    floor.t.system.db,
  )
  return BigInt(rows[0]?.minor ?? '0')
}

it('whatever happened, whenever it was calculated and closed, partners have 10 % of what counts in the end', {
  timeout: 400_000,
}, async () => {
  let compared = 0n
  let closed = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...bases),
      fc.array(step, { minLength: 10, maxLength: 24 }),
      async (earnedAt, steps) => {
        floor.t.clock.set('2026-06-15T09:00:00Z')
        const reseller: Reseller = await floor.reseller()
        const { partner } = reseller
        const program = await floor.program([{ kind: 'commission', earnedAt, rate: '10', partner }], {
          period: 'month',
        })
        const sold: Sold[] = []
        for (const on of ['2026-01-05', '2026-01-20', '2026-02-10'])
          sold.push(await floor.sell({ account: reseller.account, net: 100_00, on }))
        const shop = new Shop(sold, program.id)
        const frozen = new Map<string, bigint>()
        for (const each of steps) {
          await shop.take(each).catch((error: unknown) => {
            if (!isRefused(error)) throw error
          })
          // What is issued never changes.
          for (const { id, status, total } of await floor.statements(program.id)) {
            if (status === 'open') continue
            expect(frozen.get(id) ?? total.minor).toBe(total.minor)
            frozen.set(id, total.minor)
          }
        }
        await floor.calculate(program.id)
        expect(await floor.calculate(program.id)).toMatchObject({ written: 0, reversed: 0 })
        const expected =
          (await counting(
            sold.map(({ order }) => order),
            earnedAt,
          )) / 10n
        expect(await floor.earned(program.id, partner)).toBe(expected)
        const sums = await sql<{ id: Id }>`select s.id from crm.reward_statement s
          left join crm.reward_entry e on e.statement_id = s.id where s.program_id = ${program.id}
          group by s.id having s.total_minor <> coalesce(sum(e.amount_minor), 0)`.execute(floor.t.system.db)
        expect(sums.rows).toEqual([])
        compared += expected
        closed += frozen.size
        await floor.t.system.mutate(RewardProgram).update(program.id, { active: false })
      },
    ),
    { numRuns: 24, seed: 5, endOnFailure: true },
  )
  expect(compared).toBeGreaterThan(0n)
  expect(closed).toBeGreaterThan(5)
})
