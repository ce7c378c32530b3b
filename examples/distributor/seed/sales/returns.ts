import type { Context } from '@tessera/core'
import { Invoice, InvoiceLine, OrderLine, Return, ReturnLine } from '@tessera/plugin-orders/model'
import { upsertByKey } from '../keys.ts'
import { demoDays } from './days.ts'

const reasons = ['Seal leaks', 'Ordered one too many', 'Flange damaged in transport'] as const

/** A few pumps that came back, each with its credit note. */
export async function seedReturns(ctx: Context): Promise<void> {
  const day = await demoDays(ctx)
  const invoices = await ctx.list(Invoice, {
    where: { type: { eq: 'invoice' }, issuedOn: { lt: day(20) } },
    orderBy: [{ number: 'asc' }],
    limit: 10_000,
  })
  const invoiced = Map.groupBy(await ctx.list(InvoiceLine, { limit: 100_000 }), ({ invoice }) => invoice)
  const orderLines = new Map((await ctx.list(OrderLine, { limit: 100_000 })).map((line) => [line.id, line]))
  const found = invoices.flatMap((invoice) => {
    const line = invoiced.get(invoice.id)?.find(({ quantity }) => Number(quantity) >= 2)
    const ordered = orderLines.get(line?.orderLine ?? '')
    return invoice.order && line && ordered ? [{ invoice, order: invoice.order, line, ordered }] : []
  })
  for (const [index, reason] of reasons.entries()) {
    const back = found[Math.floor((found.length * (index + 0.5)) / reasons.length)]
    if (!back) continue
    const { invoice, order, line, ordered } = back
    const { number, account, currency } = invoice
    const one = async (
      entity: typeof Return | typeof ReturnLine | typeof Invoice | typeof InvoiceLine,
      input: object,
    ) =>
      [
        ...(await upsertByKey(ctx, entity, new Map([[`return-${number}`, input as Record<string, unknown>]]))).values(),
      ][0]
    const returned = await one(Return, {
      order,
      status: 'received',
      requestedOn: day(14),
      receivedOn: day(8 - index),
      reason,
    })
    await one(ReturnLine, {
      return: returned,
      orderLine: ordered.id,
      quantity: '1',
      condition: index === 1 ? 'unused' : 'defective',
    })
    const credit = await one(Invoice, {
      type: 'creditNote',
      number: `CN-${number?.slice(4)}`,
      account,
      order,
      credits: invoice.id,
      return: returned,
      currency,
      issuedOn: day(7 - index),
    })
    await one(InvoiceLine, {
      invoice: credit,
      orderLine: ordered.id,
      description: reason,
      quantity: '1',
      net: { minor: line.net.minor / BigInt(Math.round(Number(line.quantity))), currency },
    })
  }
}
