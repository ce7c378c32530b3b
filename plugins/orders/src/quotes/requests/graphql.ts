import type { GraphqlKit } from '@tessera/core'
import { type OrdersModel, QuoteRequest } from '../../model.ts'
import { answerRequest, declineRequest } from './answer-request.ts'
import { askForQuote } from './ask-for-quote.ts'

/** `askForQuote(input) { status quote { number } }` for partners and customers; what salespeople answer. */
export function quoteRequestFields(kit: GraphqlKit<typeof OrdersModel>): void {
  const request = kit.ref(QuoteRequest)
  const line = kit.builder.inputType('AskedLineInput', {
    fields: (t) => ({
      product: t.id({ required: true }),
      configuration: t.id(),
      quantity: t.field({ type: 'Decimal', required: true }),
    }),
  })
  const input = kit.builder.inputType('AskForQuoteInput', {
    fields: (t) => ({
      account: t.id({ required: true }),
      lines: t.field({ type: [line], required: true }),
      discountPercent: t.field({ type: 'Decimal', description: 'Off the own prices. Somebody decides on it.' }),
      reason: t.string({ description: 'Has to be given with a discount.' }),
    }),
  })
  kit.mutation('askForQuote', {
    type: request,
    description: 'Asks for a quote. Without a discount it is there at once, at your prices.',
    args: (arg) => ({ input: arg({ type: input, required: true }) }),
    resolve: ({ input: asked }, ctx) => askForQuote(ctx, asked),
  })
  kit.mutation('answerQuoteRequest', {
    type: request,
    description: 'Sends the quote that was asked for, at this discount, on your own authority.',
    args: (arg) => ({ request: arg.id({ required: true }), discountPercent: arg({ type: 'Decimal' }) }),
    resolve: ({ request: id, discountPercent }, ctx) => answerRequest(ctx, id, discountPercent ?? null),
  })
  kit.mutation('declineQuoteRequest', {
    type: request,
    description: 'Says no to a request for a quote; whoever asked reads the reason.',
    args: (arg) => ({ request: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ request: id, reason }, ctx) => declineRequest(ctx, id, reason),
  })
}
