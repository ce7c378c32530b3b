import { type Context, type Hook, type Id, money, type On, Reject, sql } from '@tessera/core'
import { refreshInvoices } from '../invoices/invoice-totals.ts'
import { Invoice, InvoiceLine, type OrdersModel, Payment, PaymentAllocation } from '../model.ts'
import { lockOrdersOfLines } from '../orders/document-rules.ts'
import { linesOf, lockRecords, unique } from '../orders/records.ts'

type Ctx = Context<typeof OrdersModel>

/** A payment is allocated to invoices of its currency, never beyond what it is or what they ask for. */
export const paymentRules = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(Payment).before('save', { batch: true, name: 'unallocated' }, async (events) => {
    const [first] = events
    if (!first) return
    const allocated = await allocatedOf(
      first.ctx,
      events.map(({ id }) => id),
    )
    return events.map(({ id, row, changed, operation }) => {
      const taken = allocated.get(id) ?? 0n
      if (
        operation === 'update' &&
        taken > 0n &&
        changed.has('amount') &&
        row.unallocated.currency !== row.amount.currency
      )
        throw new Reject(
          'orders.recordStays',
          'The currency of a payment stands once it is allocated. Take the allocations back first.',
        )
      return { unallocated: leftOf(row.amount, taken) }
    })
  }),
  on(PaymentAllocation).before('any', { batch: true, name: 'locks' }, async (events) => {
    const [first] = events
    if (!first) return
    const invoiceIds = events.flatMap(({ old, row }) => [old?.invoice, row.invoice])
    const lines = await linesOf(first.ctx, InvoiceLine, 'invoice', invoiceIds)
    // Orders before invoices before payments: everybody locks in this order.
    await lockOrdersOfLines(
      first.ctx,
      lines.map(({ orderLine }) => orderLine),
    )
    const invoices = await lockRecords(first.ctx, Invoice, invoiceIds)
    const payments = await lockRecords(
      first.ctx,
      Payment,
      events.flatMap(({ old, row }) => [old?.payment, row.payment]),
    )
    for (const { row } of events) {
      const currencies = [invoices.get(row.invoice)?.currency, payments.get(row.payment)?.amount.currency]
      for (const currency of currencies)
        if (currency !== undefined && currency !== row.amount.currency)
          throw new Reject(
            'orders.currencyMismatch',
            `The allocation is in ${row.amount.currency}, payment and invoice are in ${currencies.join(' and ')}. All three must be the same.`,
          )
    }
  }),
  on(PaymentAllocation).after('any', { batch: true, name: 'count' }, async (events) => {
    const [first] = events
    if (!first) return
    await refreshPayments(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.payment ?? null, row.payment]),
    )
    await refreshInvoices(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.invoice ?? null, row.invoice]),
    )
  }),
]

function leftOf(amount: { readonly minor: bigint; readonly currency: string }, taken: bigint) {
  if (taken > amount.minor)
    throw new Reject('orders.overAllocation', 'More of the payment is allocated than was received. Allocate less.')
  return money(amount.minor - taken, amount.currency)
}

async function allocatedOf(ctx: Ctx, ids: readonly Id[]): Promise<Map<Id, bigint>> {
  const { rows } = await sql<{ readonly id: Id; readonly minor: string }>`
    select payment_id as id, sum(amount_minor)::text as minor from crm.payment_allocation
    where payment_id = any(${ids}::uuid[]) and deleted_at is null group by payment_id`.execute(
    ctx.asSystem('adds payments up').db,
  )
  return new Map(rows.map(({ id, minor }) => [id, BigInt(minor)]))
}

async function refreshPayments(ctx: Ctx, ids: readonly (Id | null)[]): Promise<void> {
  const wanted = unique(ids)
  const allocated = await allocatedOf(ctx, wanted)
  const payments = await lockRecords(ctx, Payment, wanted)
  await ctx
    .asSystem('adds payments up')
    .mutate(Payment)
    .updateMany(
      [...payments.values()].map((payment) => ({
        id: payment.id,
        patch: { unallocated: leftOf(payment.amount, allocated.get(payment.id) ?? 0n) },
      })),
    )
}
