import type { Context, Id } from '@tessera/core'
import { type OrdersModel, Quote, QuoteLine } from '../model.ts'
import { inOrder } from './figures.ts'

/**
 * A new draft with the same lines, at today's prices; prices and discounts by hand go along. Done with the rights of the actor of
 * `ctx`, who becomes its salesperson.
 */
export async function copyQuote(ctx: Context<typeof OrdersModel>, id: Id): Promise<Id> {
  return ctx.transaction(async (inner) => {
    const from = await inner.get(Quote, id)
    const { name, account, contact, currency, language, purchaseOrderNumber, introduction, terms } = from
    const { paymentTermDays, billTo, shipTo, discountPercent, freight } = from
    const same = { name, account, contact, currency, language, purchaseOrderNumber, introduction, terms }
    const copy = await inner
      .mutate(Quote)
      .create({ ...same, paymentTermDays, billTo, shipTo, discountPercent, freight })
    const lines = inOrder(await inner.list(QuoteLine, { where: { quote: { eq: id } }, limit: 100_000 }))
    await inner.mutate(QuoteLine).createMany(
      lines.map((line) => ({
        quote: copy.id,
        position: line.position,
        product: line.product,
        configuration: line.configuration,
        description: line.description,
        quantity: line.quantity,
        manualUnitPrice: line.manualUnitPrice,
        priceReason: line.priceReason,
        discountPercent: line.discountPercent,
        discountAmount: line.discountAmount,
        taxRate: line.taxRate,
      })),
    )
    // Only now is there something to take it off from.
    if (from.discountAmount !== null) await inner.mutate(Quote).update(copy.id, { discountAmount: from.discountAmount })
    return copy.id
  })
}
