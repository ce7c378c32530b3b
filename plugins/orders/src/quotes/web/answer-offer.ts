import { type Context, Reject, type WebVisit } from '@tessera/core'
import type { OrdersModel } from '../../model.ts'
import { acceptRevision, declineRevision } from '../answer-quote.ts'
import { findOffer } from './find-offer.ts'
import { offerPage } from './offer-page.ts'
import { pageTexts } from './texts.ts'

/**
 * Takes the answer of whoever holds a link. A form that says too little is asked for again; an answer that came too late is told what
 * became of the quote. To accept once more what was accepted changes nothing.
 */
export async function answerOffer(visit: WebVisit): Promise<Response> {
  const ctx = visit.crm.system('orders/offer', 'a customer answers a quote') as Context<typeof OrdersModel>
  const fields = await visit.form()
  visit.requireFormToken(fields.get('token'))
  const token = visit.params.token ?? ''
  const offer = await findOffer(ctx, token)
  const accepts = fields.get('answer') === 'accept'
  const name = (fields.get('name') ?? '').trim()
  const language = fields.get('lang') === 'zh' ? 'zh' : 'en'
  if (offer.state === (accepts ? 'accepted' : 'declined')) return back(token, language)
  if (offer.state !== 'open') return offerPage(visit, offer, { name, problem: null, status: 409 })

  const texts = pageTexts[language]
  const problem =
    name === '' || [...name].length > 200
      ? texts.nameMissing
      : accepts && fields.get('terms') !== 'yes'
        ? texts.termsMissing
        : null
  if (problem !== null) return offerPage(visit, offer, { name, problem, status: 422 })

  const answer = {
    name,
    via: 'link' as const,
    link: offer.link.id,
    address: visit.address,
    userAgent: visit.request.headers.get('user-agent') ?? '',
  }
  try {
    if (accepts) await acceptRevision(ctx, offer.revision.id, answer)
    else await declineRevision(ctx, offer.revision.id, { ...answer, reason: reasonOf(fields) })
  } catch (error) {
    if (!(error instanceof Reject) || !tooLate.has(error.code)) throw error
    return offerPage(visit, await findOffer(ctx, token), { name, problem: null, status: 409 })
  }
  return back(token, language)
}

/** What somebody else did between our look and our write. */
const tooLate: ReadonlySet<string> = new Set([
  'orders.quoteAnswered',
  'orders.quoteExpired',
  'orders.revisionSuperseded',
])

const reasonOf = (fields: URLSearchParams): string | null => (fields.get('reason') ?? '').trim().slice(0, 2000) || null

/** To the page again, so that reloading it sends nothing. */
const back = (token: string, language: 'en' | 'zh'): Response =>
  new Response(null, { status: 303, headers: { location: `/q/${encodeURIComponent(token)}?lang=${language}` } })
