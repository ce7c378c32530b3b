import type { PortalDefinition } from '@tessera/core'
import { announcementPages, announcementsNav } from './announcements/pages.ts'
import { companyNav, companyPages, companyTexts } from './company/pages.ts'
import { dealPages, dealsNav } from './deals/pages.ts'
import { deskNav, deskPages, deskTexts } from './desk/pages.ts'
import { earningsNav, earningsPages } from './earnings/pages.ts'
import { fundsNav, fundsPages } from './funds/pages.ts'
import { homeSlots } from './home/slots.ts'
import { leadPages, leadsNav, leadTexts } from './leads/pages.ts'
import { libraryNav, libraryPages, libraryTexts } from './library/pages.ts'
import { newsPages, newsSlots } from './news/pages.ts'
import { planPages, plansNav } from './plans/pages.ts'
import { reportPages, reportsNav } from './reports/pages.ts'
import { tierNav, tierPages } from './tier/pages.ts'
import { trainingNav, trainingPages } from './training/pages.ts'

/** What pages say, and what is said of a refusal. */
const texts = (language: 'en' | 'zh'): URL[] =>
  ['', 'refusals.'].map((file) => new URL(`./translations/${file}${language}.json`, import.meta.url))

/** What the plugin adds to the portal; each part names its own pages. */
export const prmPortal: PortalDefinition = {
  pages: {
    ...dealPages,
    ...leadPages,
    ...deskPages,
    ...newsPages,
    ...earningsPages,
    ...fundsPages,
    ...tierPages,
    ...trainingPages,
    ...libraryPages,
    ...planPages,
    ...reportPages,
    ...companyPages,
    ...announcementPages,
  },
  nav: [
    ...dealsNav,
    ...leadsNav,
    ...deskNav,
    ...earningsNav,
    ...fundsNav,
    ...tierNav,
    ...trainingNav,
    ...libraryNav,
    ...plansNav,
    ...reportsNav,
    ...companyNav,
    ...announcementsNav,
  ],
  slots: { ...homeSlots, ...newsSlots },
  translations: {
    en: [...texts('en'), companyTexts.en, deskTexts.en, leadTexts.en, libraryTexts.en],
    zh: [...texts('zh'), companyTexts.zh, deskTexts.zh, leadTexts.zh, libraryTexts.zh],
  },
}
