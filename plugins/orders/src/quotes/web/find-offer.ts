import type { Context, Row } from '@tessera/core'
import { companyDay } from '../../company-day.ts'
import { Order, type OrdersModel, Quote, type QuoteLink, QuoteResponse, QuoteRevision } from '../../model.ts'
import { findLink } from '../link-token.ts'

/** What a link leads to now. */
export type Offer =
  | { readonly state: 'notFound' | 'linkExpired' }
  | { readonly state: 'superseded' | 'withdrawn' | 'quoteExpired'; readonly revision: Revision; readonly link: Link }
  | { readonly state: 'open'; readonly revision: Revision; readonly link: Link }
  | {
      readonly state: 'accepted' | 'declined'
      readonly revision: Revision
      readonly link: Link
      readonly response: Row<typeof QuoteResponse>
      readonly order: string | null
    }

type Revision = Row<typeof QuoteRevision>
type Link = Row<typeof QuoteLink>

/** What the holder of a token is shown. `ctx` has every right. */
export async function findOffer(ctx: Context<typeof OrdersModel>, token: string): Promise<Offer> {
  const link = await findLink(ctx, token)
  if (!link) return { state: 'notFound' }
  if (link.revokedAt !== null || link.expiresAt <= ctx.now()) return { state: 'linkExpired' }
  const revision = await ctx.get(QuoteRevision, link.revision)
  const found = { revision, link }
  const quote = await ctx.find(Quote, revision.quote)
  if (quote === null || quote.status === 'cancelled') return { state: 'withdrawn', ...found }
  if (revision.supersededAt !== null || revision.number !== quote.revision) return { state: 'superseded', ...found }
  if (quote.status === 'accepted' || quote.status === 'declined') {
    const [response] = await ctx.list(QuoteResponse, { where: { revision: { eq: revision.id } }, limit: 1 })
    const [order] = await ctx.list(Order, { where: { quote: { eq: quote.id } }, limit: 1 })
    if (response) return { state: quote.status, ...found, response, order: order?.number ?? null }
  }
  const over = quote.status === 'expired' || revision.validUntil < companyDay(ctx)
  return { state: over ? 'quoteExpired' : 'open', ...found }
}
