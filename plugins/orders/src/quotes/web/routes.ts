import { type Context, type Contribution, type WebVisit, webRoutes } from '@tessera/core'
import type { OrdersModel } from '../../model.ts'

/**
 * The page by which customers see, accept and decline a quote without a sign-in, at `/q/<token>`. A token is 256 random bits, so that
 * guessing one is hopeless; the limits keep guessing cheap for us, too.
 */
export const offerRoutes: readonly Contribution[] = [
  webRoutes.add('offer', {
    method: 'GET',
    path: '/q/:token',
    rateLimit: { perAddress: 120, windowSeconds: 600 },
    async handle(visit) {
      const [{ findOffer }, { offerPage }] = await Promise.all([import('./find-offer.ts'), import('./offer-page.ts')])
      return offerPage(visit, await findOffer(systemOf(visit), visit.params.token ?? ''))
    },
  }),
  webRoutes.add('offerPdf', {
    method: 'GET',
    path: '/q/:token/quote.pdf',
    rateLimit: { perAddress: 30, windowSeconds: 600 },
    async handle(visit) {
      const [{ findOffer }, { offerPage }] = await Promise.all([import('./find-offer.ts'), import('./offer-page.ts')])
      const offer = await findOffer(systemOf(visit), visit.params.token ?? '')
      if (!('revision' in offer) || offer.state === 'superseded' || offer.state === 'withdrawn')
        return offerPage(visit, offer)
      const { quotePdf } = await import('../pdf/quote-pdf.ts')
      const { document, sentAt } = offer.revision
      return new Response(new Uint8Array(await quotePdf(document, sentAt)), {
        headers: {
          'content-type': 'application/pdf',
          'content-disposition': `attachment; filename="${document.number}-${document.revision}.pdf"`,
          'cache-control': 'no-store',
          'x-robots-tag': 'noindex',
        },
      })
    },
  }),
  webRoutes.add('answerOffer', {
    method: 'POST',
    path: '/q/:token',
    rateLimit: { perAddress: 30, windowSeconds: 600 },
    bodyLimit: 16_384,
    async handle(visit) {
      const { answerOffer } = await import('./answer-offer.ts')
      return answerOffer(visit)
    },
  }),
]

const systemOf = (visit: WebVisit): Context<typeof OrdersModel> =>
  visit.crm.system('orders/offer', 'shows a quote to whoever holds its link') as Context<typeof OrdersModel>
