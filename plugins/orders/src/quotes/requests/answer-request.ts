import { type Context, type Id, Reject, type Row, User } from '@tessera/core'
import { type OrdersModel, Quote, QuoteRequest } from '../../model.ts'
import { sendQuote } from '../send-quote.ts'

type Ctx = Context<typeof OrdersModel>

/**
 * Answers a request with its quote at another discount, or at none, on the authority of whoever answers.
 * @throws Reject `orders.requestAnswered`, `orders.authorityExceeded` and what `sendQuote` throws; FORBIDDEN, NOT_FOUND
 */
export async function answerRequest(ctx: Ctx, id: Id, discountPercent: string | null): Promise<Id> {
  return ctx.transaction(async (inner) => {
    const request = await waitingRequest(inner, id)
    await inner.mutate(Quote).update(request.quote, { discountPercent })
    const person = await inner.asSystem('looks up who asked for a quote').get(User, request.requestedBy)
    await sendQuote(inner, request.quote, { to: [person.email] })
    return id
  })
}

/**
 * Says no to a request, for a reason that whoever asked reads; its quote is cancelled.
 * @throws Reject `orders.requestAnswered`; FORBIDDEN, NOT_FOUND
 */
export async function declineRequest(ctx: Ctx, id: Id, answer: string): Promise<Id> {
  return ctx.transaction(async (inner) => {
    const request = await waitingRequest(inner, id)
    await inner
      .asSystem('declines a request for a quote')
      .mutate(QuoteRequest)
      .update(id, { status: 'declined', answer, answeredAt: inner.now() })
    await inner.mutate(Quote).update(request.quote, { status: 'cancelled' })
    return id
  })
}

/** The request, while it waits, with its quote locked: for whoever may change the quote. */
async function waitingRequest(ctx: Ctx, id: Id): Promise<Row<typeof QuoteRequest>> {
  const { quote } = await ctx.get(QuoteRequest, id)
  await ctx.mutate(Quote).update(quote, {})
  const request = await ctx.get(QuoteRequest, id)
  if (request.status !== 'waiting')
    throw new Reject('orders.requestAnswered', 'This request was answered already. Look at its quote.')
  return request
}
