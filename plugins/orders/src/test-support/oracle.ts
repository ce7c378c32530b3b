import type { Id } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import {
  Delivery,
  DeliveryLine,
  Invoice,
  InvoiceLine,
  Order,
  OrderLine,
  Payment,
  PaymentAllocation,
  Return,
  ReturnLine,
} from '../model.ts'

/** Everything recorded about an account, as plain rows. */
export async function readWorld({ system }: TestCrm, account: Id) {
  const all = { limit: 100_000 }
  const own = { ...all, where: { account: { eq: account } } }
  const orders = await system.list(Order, own)
  const payments = await system.list(Payment, own)
  const of = (rows: readonly { readonly id: Id }[]) => ({ in: rows.map(({ id }) => id) })
  const [deliveries, returns, invoices] = [
    await system.list(Delivery, own),
    await system.list(Return, own),
    await system.list(Invoice, own),
  ]
  return {
    orders,
    lines: await system.list(OrderLine, { ...all, where: { order: of(orders) }, orderBy: [{ position: 'asc' }] }),
    deliveries,
    deliveryLines: await system.list(DeliveryLine, { ...all, where: { delivery: of(deliveries) } }),
    returns,
    returnLines: await system.list(ReturnLine, { ...all, where: { return: of(returns) } }),
    invoices,
    invoiceLines: await system.list(InvoiceLine, { ...all, where: { invoice: of(invoices) } }),
    payments,
    allocations: await system.list(PaymentAllocation, { ...all, where: { payment: of(payments) } }),
  }
}

export type World = Awaited<ReturnType<typeof readWorld>>

// Quantities in these tests are whole, amounts small: plain numbers are exact.
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const cents = (amount: { readonly minor: bigint } | null): number => Number(amount?.minor ?? 0n)

const hundredths = (amount: number, percent: number): number => Math.floor((2 * amount * percent + 100) / 200)

/** What should follow from the facts of a world: worked out anew from all of them, one row at a time, by nothing the plugin uses. */
export function expected(world: World) {
  const byId = <T extends { readonly id: Id }>(rows: readonly T[], id: Id | null): T | undefined =>
    rows.find((row) => row.id === id)

  const invoices = world.invoices.map((invoice) => {
    const own = world.invoiceLines.filter((line) => line.invoice === invoice.id)
    const total = sum(own.map((line) => cents(line.net) + cents(line.tax)))
    return { ...invoice, expectedTotal: total }
  })
  const open = new Map(
    invoices.map((invoice) => {
      const paid = sum(world.allocations.filter((a) => a.invoice === invoice.id).map((a) => cents(a.amount)))
      const credited = sum(
        invoices
          .filter((other) => other.credits === invoice.id && other.status === 'issued')
          .map((i) => i.expectedTotal),
      )
      if (invoice.status === 'void') return [invoice.id, 0]
      if (invoice.type === 'creditNote') return [invoice.id, invoice.credits ? 0 : -invoice.expectedTotal]
      return [invoice.id, invoice.expectedTotal - paid - credited]
    }),
  )
  const lines = world.lines.map((line) => {
    const delivered = sum(
      world.deliveryLines
        .filter((part) => part.orderLine === line.id)
        .filter((part) => ['shipped', 'delivered'].includes(byId(world.deliveries, part.delivery)?.status ?? ''))
        .map((part) => Number(part.quantity)),
    )
    const billed = world.invoiceLines
      .filter((part) => part.orderLine === line.id)
      .map((part) => ({ quantity: Number(part.quantity), invoice: byId(world.invoices, part.invoice) }))
      .filter(({ invoice }) => invoice?.status === 'issued' && invoice.return === null)
    const invoiced = Math.max(
      0,
      sum(billed.map(({ quantity, invoice }) => (invoice?.type === 'invoice' ? quantity : -quantity))),
    )
    const returned = sum(
      world.returnLines
        .filter((part) => part.orderLine === line.id)
        .filter((part) => byId(world.returns, part.return)?.status === 'received')
        .map((part) => Number(part.quantity)),
    )
    return {
      id: line.id,
      order: line.order,
      quantity: Number(line.quantity),
      delivered,
      invoiced,
      returned,
      net: cents(line.net),
    }
  })
  const orders = world.orders.map((order) => {
    const own = lines.filter((line) => line.order === order.id)
    const net = sum(own.map((line) => line.net)) + cents(order.freight)
    // Freight is taxed as the lines are, so without lines it is not.
    const tax = own.length > 0 ? hundredths(net, 19) : 0
    const running = !['draft', 'onHold', 'cancelled'].includes(order.status)
    const unsettled = own.some((line) =>
      world.invoiceLines.some((part) => {
        const invoice = byId(world.invoices, part.invoice)
        return (
          part.orderLine === line.id &&
          invoice?.type === 'invoice' &&
          invoice.status === 'issued' &&
          (open.get(invoice.id) ?? 0) > 0
        )
      }),
    )
    const all = (of: 'delivered' | 'invoiced') => own.length > 0 && own.every((line) => line[of] >= line.quantity)
    let status = order.status
    if (running) {
      status = 'confirmed'
      if (own.some((line) => line.delivered > 0)) status = 'inFulfilment'
      if (all('delivered')) status = 'delivered'
      if (all('delivered') && all('invoiced') && !unsettled) status = 'closed'
    }
    const begun = own.some((line) => line.invoiced > 0)
    const left = sum(
      own.map((line) => {
        const part = Math.max(0, line.quantity - line.invoiced)
        return Math.floor((2 * line.net * 119 * part + 100 * line.quantity) / (200 * line.quantity))
      }),
    )
    return {
      id: order.id,
      status,
      net,
      tax,
      total: net + tax,
      uninvoiced: running ? (begun ? left : net + tax) : 0,
      discrepancy: own.some(
        (line) =>
          line.delivered > line.quantity ||
          line.invoiced > line.quantity ||
          line.returned > line.delivered ||
          (!running && line.delivered > 0),
      ),
    }
  })
  return {
    orders,
    lines: lines.map(({ id, delivered, invoiced, returned }) => ({ id, delivered, invoiced, returned })),
    invoices: invoices.map(({ id, expectedTotal }) => ({ id, total: expectedTotal, open: open.get(id) })),
    payments: world.payments.map(({ id, amount }) => ({
      id,
      unallocated: cents(amount) - sum(world.allocations.filter((a) => a.payment === id).map((a) => cents(a.amount))),
    })),
  }
}

/** The same figures as the rows have them. */
export function actual(world: World): ReturnType<typeof expected> {
  return {
    orders: world.orders.map((order) => ({
      id: order.id,
      status: order.status,
      net: cents(order.net),
      tax: cents(order.tax),
      total: cents(order.total),
      uninvoiced: cents(order.uninvoiced),
      discrepancy: order.discrepancy,
    })),
    lines: world.lines.map(({ id, delivered, invoiced, returned }) => ({
      id,
      delivered: Number(delivered),
      invoiced: Number(invoiced),
      returned: Number(returned),
    })),
    invoices: world.invoices.map(({ id, total, open }) => ({ id, total: cents(total), open: cents(open) })),
    payments: world.payments.map(({ id, unallocated }) => ({ id, unallocated: cents(unallocated) })),
  }
}
