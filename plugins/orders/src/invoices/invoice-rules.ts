import { type Hook, money, type On, Reject, TesseraError } from '@tessera/core'
import { Invoice, InvoiceLine, type OrdersModel } from '../model.ts'
import { type Ceiling, holdByHand, lockOrdersOfLines } from '../orders/document-rules.ts'
import { refreshLines } from '../orders/line-quantities.ts'
import { refreshOrders } from '../orders/order-totals.ts'
import { tenThousandths } from '../orders/quantity.ts'
import { byId, linesOf, lockRecords } from '../orders/records.ts'
import { refreshInvoices, sumsOf } from './invoice-totals.ts'

const ceiling: Ceiling = {
  code: 'orders.overInvoicing',
  holds: ({ invoiced, quantity }) => tenThousandths(invoiced) <= tenThousandths(quantity),
  says: ({ invoiced, quantity }) =>
    `That makes ${invoiced} invoiced of ${quantity} ordered. Invoice less, or raise the order.`,
}

/** Invoices and credit notes count on their order lines, and are what an account owes. */
export const invoiceRules = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(Invoice).before(['update', 'delete', 'restore'], { batch: true, name: 'orders' }, async (events) => {
    const [first] = events
    if (!first) return
    const lines = await linesOf(
      first.ctx,
      InvoiceLine,
      'invoice',
      events.map(({ id }) => id),
    )
    await lockOrdersOfLines(
      first.ctx,
      lines.map(({ orderLine }) => orderLine),
    )
    const used = new Set(lines.map(({ invoice }) => invoice))
    for (const { id, changed } of events)
      if (used.has(id) && ['account', 'currency', 'type'].some((name) => changed.has(name as never)))
        throw new Reject(
          'orders.recordStays',
          'Type, account and currency of an invoice stand once it has lines. Record another one.',
        )
  }),
  on(Invoice).after(
    'any',
    { batch: true, fields: ['status', 'source', 'return', 'credits', 'total', 'open'], name: 'count' },
    async (events) => {
      const [first] = events
      if (!first) return
      const lines = await linesOf(
        first.ctx,
        InvoiceLine,
        'invoice',
        events.map(({ id }) => id),
      )
      const touched = lines.flatMap(({ orderLine }) => (orderLine ? [orderLine] : []))
      const orderLines = await lockOrdersOfLines(first.ctx, touched)
      await refreshLines(first.ctx, touched)
      await refreshInvoices(
        first.ctx,
        events.flatMap(({ old, row }) => [old?.credits ?? null, row.credits]),
      )
      await refreshOrders(
        first.ctx,
        [...orderLines.values()].map(({ order }) => order),
      )
    },
  ),
  on(InvoiceLine).before('any', { batch: true, name: 'currency' }, async (events) => {
    const [first] = events
    if (!first) return
    const lines = await lockOrdersOfLines(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.orderLine, row.orderLine]),
    )
    const invoices = await lockRecords(
      first.ctx,
      Invoice,
      events.flatMap(({ old, row }) => [old?.invoice, row.invoice]),
    )
    return events.map(({ operation, old, row }) => {
      const invoice = invoices.get(row.invoice)
      if (!invoice || operation === 'delete' || operation === 'restore') return undefined
      if (old && old.invoice !== row.invoice)
        throw new Reject('orders.recordStays', 'A line stays in its invoice. Delete it and record another.')
      const { currency } = invoice
      const tax = row.tax ?? money(0n, currency)
      const ordered = row.orderLine ? lines.get(row.orderLine)?.net?.currency : currency
      for (const other of [row.net.currency, tax.currency, ordered ?? currency])
        if (other !== currency)
          throw new Reject(
            'orders.currencyMismatch',
            `A line is in ${other}, its invoice in ${currency}. Invoice it apart.`,
          )
      return { tax }
    })
  }),
  on(InvoiceLine).before('delete', { batch: true, name: 'paid' }, async (events) => {
    const [first] = events
    if (!first) return
    const sums = await sumsOf(
      first.ctx,
      events.map(({ row }) => row.invoice),
    )
    const left = new Map([...sums].map(([id, { net, tax, paid }]) => [id, net + tax - paid]))
    for (const { row } of events) {
      const rest = (left.get(row.invoice) ?? 0n) - row.net.minor - (row.tax?.minor ?? 0n)
      if (rest < 0n && (sums.get(row.invoice)?.paid ?? 0n) > 0n)
        throw new TesseraError('REFERENCED', {
          entity: 'invoiceLine',
          by: 'a payment that is allocated to its invoice',
        })
      left.set(row.invoice, rest)
    }
  }),
  on(InvoiceLine).after('any', { batch: true, name: 'count' }, async (events) => {
    const [first] = events
    if (!first) return
    await refreshInvoices(
      first.ctx,
      events.map(({ row }) => row.invoice),
    )
    await refreshLines(
      first.ctx,
      events.flatMap(({ old, row }) => [old?.orderLine ?? null, row.orderLine]),
    )
    const invoices = await byId(
      first.ctx,
      Invoice,
      events.map(({ row }) => row.invoice),
    )
    const byHand = events.filter(({ operation, row }) => {
      const invoice = invoices.get(row.invoice)
      return operation !== 'delete' && invoice?.source === 'manual' && invoice.type === 'invoice'
    })
    await holdByHand(
      first.ctx,
      byHand.flatMap(({ row }) => (row.orderLine ? [row.orderLine] : [])),
      ceiling,
    )
  }),
]
