import { type Hook, type On, Reject } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { type OrdersModel, Quote, QuoteResponse, QuoteRevision } from '../model.ts'
import { lockQuotes } from './lock-quotes.ts'

/** An answer is given to the revision the customer has, while it is valid, and once; it moves the quote on. */
export const responseGuard = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(QuoteResponse).before('create', { batch: true, name: 'toTheOpenRevision' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('checks an answer to a quote')
    if (!ctx) return
    const quotes = await lockQuotes(
      ctx,
      events.map(({ row }) => row.quote),
    )
    const revisions = await ctx.list(QuoteRevision, {
      where: { id: { in: events.map(({ row }) => row.revision) } },
      limit: events.length,
    })
    const today = companyDay(ctx)
    return events.map(({ row }) => {
      const quote = quotes.get(row.quote)
      const revision = revisions.find(({ id }) => id === row.revision)
      if (!quote || revision?.quote !== quote.id)
        throw new Reject('orders.revisionForeign', 'The revision belongs to another quote.')
      if (revision.number !== quote.revision || revision.supersededAt !== null)
        throw new Reject('orders.revisionSuperseded', 'There is a newer version of this quote. Answer that one.')
      if (quote.status === 'expired' || (quote.status === 'sent' && revision.validUntil < today))
        throw new Reject('orders.quoteExpired', `The quote ${quote.number} was valid until ${revision.validUntil}.`)
      if (quote.status !== 'sent')
        throw new Reject(
          'orders.quoteAnswered',
          `The quote ${quote.number} is ${quote.status}; it can not be answered.`,
        )
      return { revisionHash: revision.hash, respondedAt: ctx.now() }
    })
  }),

  on(QuoteResponse).after('create', { batch: true, name: 'movesTheQuote' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('a customer answered a quote')
    await ctx?.mutate(Quote).updateMany(events.map(({ row }) => ({ id: row.quote, patch: { status: row.answer } })))
  }),

  on(QuoteResponse).before(['update', 'delete', 'restore'], { name: 'final' }, () => {
    throw new Reject('orders.answerFinal', 'What a customer answered stays as it was given.')
  }),
]
