import { type Contribution, type WebVisit, webRoutes } from '@tessera/core'
import { findLocations, readSearch, searchChoices } from './find-locations.ts'
import { locatorMarkup, locatorTexts } from './locator-page.ts'

const rateLimit = { perAddress: 60, windowSeconds: 600 }

const systemOf = (visit: WebVisit) =>
  visit.crm.system('prm/locator', 'shows everybody where partners are', {
    requestId: visit.requestId,
    replicaSince: 0,
  })

/** The public locator: a page, and the same as JSON for other sites. */
export const locatorRoutes: readonly Contribution[] = [
  webRoutes.add('locator', {
    method: 'GET',
    path: '/partners',
    rateLimit,
    async handle(visit) {
      const system = systemOf(visit)
      const search = readSearch(visit.query)
      const [found, choices] = await Promise.all([findLocations(system, search), searchChoices(system)])
      return visit.page(locatorTexts[visit.language].title, locatorMarkup(visit.language, { search, found, choices }))
    },
  }),
  webRoutes.add('locatorJson', {
    method: 'GET',
    path: '/partners.json',
    origin: 'any',
    rateLimit,
    async handle(visit) {
      const locations = await findLocations(systemOf(visit), readSearch(visit.query))
      return Response.json({ locations })
    },
  }),
]
