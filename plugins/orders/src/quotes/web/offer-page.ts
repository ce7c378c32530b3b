import type { WebVisit } from '@tessera/core'
import { html } from 'hono/html'
import { companyDay } from '../../company-day.ts'
import { shownDay } from '../document/shown.ts'
import { answerForms } from './answer-forms.ts'
import type { Offer } from './find-offer.ts'
import { offerMarkup } from './offer-markup.ts'
import { type PageTexts, pageTexts } from './texts.ts'

/** What was wrong with an answer, for the page that asks again. */
export interface Retry {
  readonly name: string
  readonly problem: string | null
  readonly status: number
}

const statusOf = { notFound: 404, linkExpired: 410, superseded: 410, withdrawn: 410, quoteExpired: 410 } as const

/** The page behind a link, whatever it leads to. It may be told to search engines no more than to caches. */
export async function offerPage(visit: WebVisit, offer: Offer, retry: Retry | null = null): Promise<Response> {
  const language = languageOf(visit, offer)
  const texts = pageTexts[language]
  const page = await pageOf(visit, offer, retry, language, texts)
  page.headers.set('cache-control', 'no-store')
  page.headers.set('referrer-policy', 'no-referrer')
  page.headers.set('x-robots-tag', 'noindex')
  return page
}

function pageOf(
  visit: WebVisit,
  offer: Offer,
  retry: Retry | null,
  language: 'en' | 'zh',
  texts: PageTexts,
): Promise<Response> {
  const { path, other } = pathsOf(visit, language)
  const switcher = html`<p class="row"><span></span><a href="${other}" hreflang="${language === 'zh' ? 'en' : 'zh'}">${texts.other}</a></p>`
  switch (offer.state) {
    case 'notFound':
    case 'linkExpired':
    case 'superseded':
    case 'withdrawn':
    case 'quoteExpired': {
      const [title, text] =
        offer.state === 'quoteExpired'
          ? texts.quoteExpired(shownDay(offer.revision.validUntil, language))
          : texts[offer.state]
      return visit.page(title, html`${switcher}<h1>${title}</h1><p>${text}</p>`, {
        status: statusOf[offer.state],
        narrow: true,
        language,
      })
    }
    default: {
      const { document } = offer.revision
      const download = html`<p><a href="${path}/quote.pdf" download>${texts.download}</a></p>`
      const below =
        offer.state === 'open'
          ? answerForms(
              {
                path,
                formToken: visit.formToken(),
                language,
                name: retry?.name ?? '',
                problem: retry?.problem ?? null,
              },
              texts,
            )
          : answeredMarkup(visit, offer, retry, texts, language)
      return visit.page(
        `${texts.quote} ${document.number}`,
        html`${switcher}${offer.state === 'open' ? '' : below}${offerMarkup(document, texts, language)}${download}${offer.state === 'open' ? below : ''}`,
        { status: retry?.status ?? 200, language },
      )
    }
  }
}

function answeredMarkup(
  visit: WebVisit,
  { state, response, order }: Extract<Offer, { readonly state: 'accepted' | 'declined' }>,
  retry: Retry | null,
  texts: PageTexts,
  language: 'en' | 'zh',
) {
  const { company } = visit.crm
  const day = shownDay(companyDay({ company, now: () => response.respondedAt }), language)
  const said = state === 'accepted' ? texts.accepted(response.name, day) : texts.declined(response.name, day)
  return html`<div class="card" role="status"><p>${retry === null ? '' : html`<strong>${texts.answered[0]}.</strong> `}${said}
${state === 'accepted' && order !== null ? texts.order(order) : ''}</p></div>`
}

/** Of the page: what was chosen on it, else the quote's, else what the browser asks for. */
function languageOf(visit: WebVisit, offer: Offer): 'en' | 'zh' {
  const chosen = visit.query.get('lang')
  if (chosen === 'en' || chosen === 'zh') return chosen
  return 'revision' in offer ? offer.revision.language : visit.language
}

function pathsOf(visit: WebVisit, language: 'en' | 'zh'): { readonly path: string; readonly other: string } {
  const path = `/q/${encodeURIComponent(visit.params.token ?? '')}`
  return { path, other: `${path}?lang=${language === 'zh' ? 'en' : 'zh'}` }
}
