import { type Context, type Id, Reject } from '@tessera/core'
import { Order, type OrdersModel, Quote, QuoteResponse, QuoteRevision } from '../model.ts'
import { lockQuotes } from './lock-quotes.ts'

type Ctx = Context<typeof OrdersModel>

/** Who answers a quote, how, and from where. */
export interface QuoteAnswer {
  /** As the person gives it. */
  readonly name: string
  readonly via: 'link' | 'portal' | 'staff'
  readonly link?: Id
  /** Who is signed in. */
  readonly user?: Id
  /** The network address. */
  readonly address?: string
  readonly userAgent?: string
}

/**
 * Accepts a revision: the answer, the quote's new state and its order (see `quoteEffects`) are written together or not at all. Whoever accepts what was
 * accepted already, at the same time or later, gets the order there is. `ctx` has every right: see first who asks.
 * @returns the order's id
 * @throws Reject `orders.revisionSuperseded`, `orders.quoteExpired`, `orders.quoteAnswered`
 */
export async function acceptRevision(ctx: Ctx, revisionId: Id, answer: QuoteAnswer): Promise<Id> {
  return ctx.transaction(async (inner) => {
    const revision = await inner.get(QuoteRevision, revisionId)
    const quote = (await lockQuotes(inner, [revision.quote])).get(revision.quote)
    if (quote?.status !== 'accepted' || quote.revision !== revision.number)
      await inner.mutate(QuoteResponse).create(responseOf(revision, answer, { answer: 'accepted' }))
    const [order] = await inner.list(Order, { where: { quote: { eq: revision.quote } }, limit: 1, deleted: 'any' })
    if (!order) throw new Error(`The accepted quote ${revision.quote} has no order.`)
    return order.id
  })
}

/**
 * Declines a revision. To decline it again changes nothing.
 * @throws Reject `orders.revisionSuperseded`, `orders.quoteExpired`, `orders.quoteAnswered`
 */
export async function declineRevision(
  ctx: Ctx,
  revisionId: Id,
  answer: QuoteAnswer & { readonly reason: string | null },
): Promise<void> {
  await ctx.transaction(async (inner) => {
    const revision = await inner.get(QuoteRevision, revisionId)
    const quote = (await lockQuotes(inner, [revision.quote])).get(revision.quote)
    if (quote?.status === 'declined' && quote.revision === revision.number) return
    await inner
      .mutate(QuoteResponse)
      .create(responseOf(revision, answer, { answer: 'declined', reason: answer.reason }))
  })
}

/** The revision of a quote that waits for an answer. @throws Reject `orders.notSent` */
export async function openRevision(ctx: Ctx, quoteId: Id): Promise<Id> {
  const quote = await ctx.get(Quote, quoteId)
  const [revision] = await ctx.list(QuoteRevision, {
    where: { quote: { eq: quoteId }, number: { eq: quote.revision } },
    limit: 1,
  })
  if (!revision) throw new Reject('orders.notSent', `The quote ${quote.number} was not sent yet. Send it first.`)
  return revision.id
}

function responseOf(
  revision: { readonly id: Id; readonly quote: Id },
  { name, via, link, user, address, userAgent }: QuoteAnswer,
  what: { readonly answer: 'accepted' | 'declined'; readonly reason?: string | null },
) {
  return {
    ...what,
    quote: revision.quote,
    revision: revision.id,
    name,
    via,
    link: link ?? null,
    user: user ?? null,
    address: address?.slice(0, 100) ?? null,
    userAgent: userAgent?.slice(0, 500) ?? null,
  } as never
}
