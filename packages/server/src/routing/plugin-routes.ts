import { type Crm, TesseraError, type WebRoute, type WebVisit, webRoutes } from '@tessera/core'
import { layout, type Markup, pageResponse } from '../pages/layout.ts'
import { addressGroup } from '../requests/client-address.ts'
import { readForm, readJson } from '../requests/read-body.ts'
import type { RequestLimits } from '../requests/request-limits.ts'
import type { Route } from './route.ts'
import type { Visit } from './visit.ts'

const usualBodyLimit = 65_536

/**
 * The paths that plugins answer, as routes of the server.
 * @throws ROUTE_TAKEN where a path is one of `taken` or two plugins want the same
 */
export function pluginRoutes(crm: Crm, limits: RequestLimits, taken: readonly Route[]): Route[] {
  const owners = new Map<string, string>(
    taken.flatMap(({ method, path }) =>
      [method].flat().map((one) => [`${one} ${path}`, 'the server'] satisfies [string, string]),
    ),
  )
  return webRoutes.of(crm.assembly).map(({ id, value }) => {
    const place = `${value.method} ${shapeOf(value.path)}`
    const owner = owners.get(place)
    if (owner !== undefined) throw new TesseraError('ROUTE_TAKEN', { id, path: value.path, owner })
    owners.set(place, id)
    return {
      method: value.method,
      path: value.path,
      anyOrigin: value.origin === 'any',
      async handle(visit) {
        const { rateLimit } = value
        if (rateLimit && visit.address !== 'unknown')
          await limits.count(
            [{ key: `route:${id}:${addressGroup(visit.address)}`, max: rateLimit.perAddress }],
            rateLimit.windowSeconds,
          )
        return value.handle(webVisit(crm, visit, value))
      },
    }
  })
}

/** Two patterns that differ in the names of their parameters only are one path. */
const shapeOf = (path: string): string => path.replace(/:[^/]+/g, ':')

function webVisit(crm: Crm, visit: Visit, { bodyLimit = usualBodyLimit, origin }: WebRoute): WebVisit {
  const foreign = origin === 'any'
  return {
    crm,
    request: visit.request,
    params: visit.params,
    query: new URL(visit.request.url).searchParams,
    requestId: visit.requestId,
    address: visit.address,
    log: visit.log,
    language: visit.page.language,
    actor: async () => (foreign ? null : ((await visit.visitor())?.actor ?? null)),
    requireActor: async () => {
      if (foreign) throw new TesseraError('UNAUTHENTICATED')
      return (await visit.requireVisitor()).actor
    },
    form: () => readForm(visit.request, bodyLimit),
    json: () => readJson(visit.request, bodyLimit),
    formToken: () => visit.formToken(),
    requireFormToken: (token) => {
      if (foreign) throw new TesseraError('FORM_EXPIRED')
      visit.requireFormToken(token)
    },
    page: async (title, body, { status = 200, narrow = false, language = visit.page.language } = {}) => {
      const page = { ...visit.page, language }
      return pageResponse(layout(page, title, (await body) as unknown as Markup, { narrow }), page, { status })
    },
  }
}
