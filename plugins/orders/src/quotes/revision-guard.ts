import { type Hook, type On, Reject } from '@tessera/core'
import { type OrdersModel, QuoteRevision } from '../model.ts'
import { buildDocuments } from './document/build-documents.ts'
import { documentHash } from './document/document-hash.ts'
import { withFigures } from './figures-of-quotes.ts'
import { loadLines } from './load-lines.ts'
import { lockQuotes } from './lock-quotes.ts'

/** A revision is what its quote says at the moment it is sent, whatever is given; afterwards it never changes. */
export const revisionGuard = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(QuoteRevision).before('create', { batch: true, name: 'freezes' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('freezes a quote')
    if (!ctx) return
    const ids = events.map(({ row }) => row.quote)
    const quotes = await lockQuotes(ctx, ids)
    const lines = await loadLines(ctx, ids)
    const wholes = ids.map((id) => {
      const quote = quotes.get(id)
      if (quote?.status !== 'sent' || quote.basis === null || quote.sentAt === null)
        throw new Reject('orders.notSent', 'A revision is made by sending its quote.')
      return withFigures(quote, lines.get(id) ?? [])
    })
    const documents = await buildDocuments(ctx, wholes)
    return documents.map((document, index) => {
      const { quote } = wholes[index] as (typeof wholes)[number]
      return {
        quote: quote.id,
        account: quote.account,
        number: quote.revision,
        title: `${quote.number} / ${quote.revision}`,
        document,
        hash: documentHash(document),
        contentHash: quote.contentHash ?? '',
        language: document.language,
        validUntil: document.validUntil,
        total: quote.total ?? { minor: 0n, currency: quote.currency },
        basis: quote.basis as NonNullable<typeof quote.basis>,
        sentAt: quote.sentAt ?? ctx.now(),
        sentBy: quote.sentBy,
        supersededAt: null,
      }
    })
  }),

  on(QuoteRevision).before('update', { name: 'frozen' }, ({ old, changed }) => {
    const only = changed.size === 1 && changed.has('supersededAt')
    if (!only || old?.supersededAt !== null)
      throw new Reject('orders.revisionFrozen', 'What was sent stays as it was sent. Revise the quote instead.')
  }),

  on(QuoteRevision).before(['delete', 'restore'], { name: 'kept' }, () => {
    throw new Reject('orders.revisionFrozen', 'What was sent is kept. Cancel the quote instead.')
  }),
]
