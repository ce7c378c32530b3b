import { createClient } from '@tessera/client'
import type { PortalLanguage } from '@tessera/core'
import { askedAhead } from './asked-ahead.ts'
import { formats } from './formats.ts'
import { letsIn } from './guard.ts'
import { navOf } from './nav.ts'
import { dropNotice, readNotice } from './notice.ts'
import type { Portal, Reading } from './portal.ts'
import type { Seed } from './seed.ts'
import { translator } from './translate.ts'
import { readView } from './view.ts'
import { visitorOf } from './visitor.ts'

/** The tag of `lang` and of Intl, and the direction of a language. */
const languages: Readonly<Record<PortalLanguage, { readonly tag: string; readonly dir: 'ltr' | 'rtl' }>> = {
  en: { tag: 'en', dir: 'ltr' },
  zh: { tag: 'zh-Hans', dir: 'ltr' },
}

/** Puts together what the pages of one request see. */
export async function createPortal(
  request: Request,
  seed: Seed,
  texts: Readonly<Record<PortalLanguage, Readonly<Record<string, string>>>>,
): Promise<Portal> {
  const { visit } = seed
  const person = await visit.person()
  const visitor = person && visitorOf(person)
  const view = readView(visit.request.headers.get('cookie'))
  const locale = view.locale ?? (person ? languageOf(person.locale) : null) ?? visit.language
  const { dir } = languages[locale]
  const readingOf = (language: PortalLanguage, zone: string | undefined): Reading => {
    // Days and amounts as the company's readers write them: «1 December» but for Americans.
    const tag = language === 'en' && visit.company.region !== 'US' ? 'en-GB' : languages[language].tag
    return { t: translator(tag, texts[language]), language: tag, format: formats(tag, zone || visit.company.timeZone) }
  }
  const reading = readingOf(locale, visitor?.timeZone)
  const looksOn = visitor?.viewedBy
  const url = new URL(request.url)
  const notice = readNotice(visit)
  if (notice) dropNotice(visit)
  const { name, currency, region, timeZone } = visit.company
  return {
    visitor,
    api: createClient({
      url: new URL('/graphql', url).href,
      shortCut: askedAhead(seed, visitor),
      transport: (asked) => visit.fetch(asked),
    }),
    ...reading,
    onlooker: looksOn ? readingOf(languageOf(looksOn.locale) ?? visit.language, looksOn.timeZone) : null,
    label: (entity, field) => seed.label(entity, field, locale) ?? field ?? entity,
    locale,
    dir,
    nonce: visit.nonce,
    get formToken() {
      return visit.formToken()
    },
    theme: view.theme,
    density: view.density,
    url,
    company: { name, currency, region, timeZone },
    nav: navOf(seed.nav, visitor, url.pathname, reading.t),
    development: visit.development,
    requestId: visit.requestId,
    notice,
    sees: (guard) => letsIn(guard, visitor),
    opens(path) {
      const guard = seed.guards.get(path)
      return guard !== undefined && (guard.public === true || letsIn(guard, visitor))
    },
    host: { visit, seed },
  }
}

const languageOf = (locale: string): PortalLanguage | null =>
  locale.startsWith('zh') ? 'zh' : locale.startsWith('en') ? 'en' : null
