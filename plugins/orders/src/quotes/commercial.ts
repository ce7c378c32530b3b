import type { Context, Id } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import type { CommercialDocument, DocumentKind } from '../approvals/commercial-document.ts'
import { judgedToday } from '../approvals/judged-today.ts'
import { companyDay } from '../company-day.ts'
import { type OrdersModel, Quote } from '../model.ts'
import type { WholeQuote } from './document/build-documents.ts'
import { loadLines } from './load-lines.ts'
import { lockQuotes } from './lock-quotes.ts'

type Ctx = Context<typeof OrdersModel>

/** Quotes as the authority matrix sees them. `ctx` has every right. */
export async function commercialQuotes(ctx: Ctx, quotes: readonly WholeQuote[]): Promise<CommercialDocument[]> {
  const ids = [...new Set(quotes.flatMap(({ lines }) => lines.map(({ product }) => product)))]
  const products = await ctx.list(Product, { where: { id: { in: ids } }, limit: 1_000_000, deleted: 'any' })
  const byId = new Map<Id, (typeof products)[number]>(products.map((product) => [product.id, product]))
  const today = companyDay(ctx)
  const measures = await judgedToday(
    ctx,
    quotes
      .filter(({ quote }) => quote.pricedOn !== today)
      .flatMap(({ quote: { account, currency }, lines }) =>
        lines.map(({ id, product, configuration, quantity }) => ({
          id,
          account,
          currency,
          product,
          configuration,
          quantity,
        })),
      ),
  )
  return quotes.map(({ quote, lines }) => ({
    kind: 'quote',
    id: quote.id,
    title: `${quote.number} ${quote.name}`,
    owner: quote.owner,
    author: quote.contentBy,
    team: quote.team,
    territory: quote.territory,
    currency: quote.currency,
    net: quote.net?.minor ?? 0n,
    contentHash: quote.contentHash ?? '',
    lines: lines.map((line, index) => ({
      id: line.id,
      position: index + 1,
      title: byId.get(line.product)?.name ?? '',
      category: byId.get(line.product)?.category ?? null,
      net: line.net?.minor ?? 0n,
      ...(measures.get(line.id) ?? { rulePrice: line.rulePrice?.minor ?? null, cost: line.cost?.minor ?? null }),
    })),
  }))
}

/** Approvals of quotes. */
export const quoteDocuments: DocumentKind = {
  kind: 'quote',
  async lock(ctx, ids) {
    const quotes = await lockQuotes(ctx, ids)
    const lines = await loadLines(ctx, ids)
    return commercialQuotes(
      ctx,
      [...quotes.values()].map((quote) => ({ quote, lines: lines.get(quote.id) ?? [] })),
    )
  },
  async decided(ctx, id, outcome) {
    const quote = await ctx.get(Quote, id)
    if (quote.status === 'inApproval')
      await ctx.mutate(Quote).update(id, { status: outcome === 'approved' ? 'approved' : 'draft' })
  },
}
