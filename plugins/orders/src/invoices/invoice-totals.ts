import { type Context, type Hook, type Id, money, type On, Reject, sql } from '@tessera/core'
import { Invoice, type OrdersModel } from '../model.ts'
import { unique } from '../orders/records.ts'

type Ctx = Context<typeof OrdersModel>

/** What of an invoice's amounts follows from its lines, payments and credit notes, in minor units. */
interface Sums {
  readonly net: bigint
  readonly tax: bigint
  readonly paid: bigint
  readonly credited: bigint
}

const nothing: Sums = { net: 0n, tax: 0n, paid: 0n, credited: 0n }

/** An invoice's amounts follow from its lines, payments and credit notes, whatever a write says of them. */
export const invoiceTotals = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(Invoice).before('save', { batch: true, name: 'totals' }, async (events) => {
    const [first] = events
    if (!first) return
    const sums = await sumsOf(
      first.ctx,
      events.map(({ id }) => id),
    )
    return events.map(({ id, row }) => amountsOf(row, sums.get(id) ?? nothing))
  }),
]

type Kind = {
  readonly type: 'invoice' | 'creditNote'
  readonly status: 'issued' | 'void'
  readonly credits: Id | null
  readonly currency: string
  readonly number: string | null
}

function amountsOf({ type, status, credits, currency, number }: Kind, { net, tax, paid, credited }: Sums) {
  const total = net + tax
  if (paid > 0n && (paid > total || type !== 'invoice' || status === 'void'))
    throw new Reject(
      'orders.overAllocation',
      `More is allocated to the invoice ${number ?? ''} than it can take. Take the allocation back first.`,
    )
  const owed = type === 'invoice' ? total - paid - credited : credits === null ? -total : 0n
  const of = (minor: bigint) => money(minor, currency)
  return { net: of(net), tax: of(tax), total: of(total), open: of(status === 'void' ? 0n : owed) }
}

/** What invoices add up to, in one statement. */
export async function sumsOf(ctx: Ctx, ids: readonly Id[]): Promise<Map<Id, Sums>> {
  const { rows } = await sql<{
    readonly id: Id
    readonly net: string
    readonly tax: string
    readonly paid: string
    readonly credited: string
  }>`
    select w.id,
      (select coalesce(sum(l.net_minor), 0)::text from crm.invoice_line l where l.invoice_id = w.id and l.deleted_at is null) as net,
      (select coalesce(sum(l.tax_minor), 0)::text from crm.invoice_line l where l.invoice_id = w.id and l.deleted_at is null) as tax,
      (select coalesce(sum(a.amount_minor), 0)::text from crm.payment_allocation a where a.invoice_id = w.id and a.deleted_at is null) as paid,
      (select coalesce(sum(c.total_minor), 0)::text from crm.invoice c
        where c.credits_id = w.id and c.status = 'issued' and c.deleted_at is null) as credited
    from unnest(${ids}::uuid[]) w(id)`.execute(ctx.asSystem('adds invoices up').db)
  return new Map(
    rows.map(({ id, net, tax, paid, credited }) => [
      id,
      { net: BigInt(net), tax: BigInt(tax), paid: BigInt(paid), credited: BigInt(credited) },
    ]),
  )
}

/** Brings the amounts of invoices up to date whose lines, payments or credit notes have changed. */
export async function refreshInvoices(ctx: Ctx, ids: readonly (Id | null)[]): Promise<void> {
  const wanted = unique(ids)
  if (wanted.length === 0) return
  const system = ctx.asSystem('adds invoices up')
  const invoices = await system.mutate(Invoice).updateMany(wanted.map((id) => ({ id, patch: {} })))
  const sums = await sumsOf(ctx, wanted)
  await system
    .mutate(Invoice)
    .updateMany(invoices.map((row) => ({ id: row.id, patch: amountsOf(row, sums.get(row.id) ?? nothing) })))
}
