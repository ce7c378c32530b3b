import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Assembly, PortalGuard, PortalHost, PortalPage, PortalVisit, ShownError } from '@tessera/core'
import { holdForm } from '../forms/held.ts'
import { installedPages } from '../own-pages/installed-pages.ts'
import { changesNothing, errorPagePath, ownNav } from '../own-pages/own-pages.ts'
import type { PortalEntry, Seed } from '../runtime/seed.ts'
import { openAssets } from './assets.ts'
import { labelsOf } from './labels.ts'
import { policyOf } from './policy.ts'
import { shownError } from './shown-error.ts'
import { Turns } from './turns.ts'

export interface OpenPortalOptions {
  readonly assembly: Pick<Assembly, 'portal' | 'registry'>
  /** The folder of a build. */
  readonly folder: string
}

/**
 * Loads a built portal, ready for `portal` of `createServer`.
 * @example const portal = await openPortal({ assembly, folder: (await buildPortal({ assembly, folder, outDir })).folder })
 */
export async function openPortal({ assembly, folder }: OpenPortalOptions): Promise<PortalHost> {
  const entry = (await import(pathToFileURL(join(folder, 'server/entry.mjs')).href)) as PortalEntry
  const assets = await openAssets(join(folder, 'client'))
  const pages = installedPages(assembly.portal)
  const label = labelsOf(assembly.registry)
  const guards = new Map<string, PortalGuard & Pick<PortalPage, 'public' | 'shows'>>(
    pages.map((page) => [page.path, page]),
  )
  const nav = [...ownNav.filter(({ page }) => guards.has(page)), ...assembly.portal.nav]
    .toSorted((one, other) => one.order - other.order)
    .map((entry) => ({ ...entry, guard: guards.get(entry.page) ?? {} }))

  const asks = [...assembly.portal.slots]
    .filter(([name]) => name.startsWith('page.'))
    .flatMap(([, entries]) => entries)
    .flatMap(({ asks: query, ...guard }) => (query === undefined ? [] : { query, guard }))

  const render = async (request: Request, visit: PortalVisit, more: Partial<Seed> = {}): Promise<Response> => {
    const { response, thrown } = await entry.handle(request, { visit, nav, guards, asks, label, ...more })
    if (thrown !== undefined) throw thrown
    if (response.headers.get('content-type')?.startsWith('text/html'))
      response.headers.set('content-security-policy', policyOf(visit))
    return response
  }

  const turns = new Turns()

  const errorPage = async (visit: PortalVisit, failure: ShownError): Promise<Response | null> => {
    // Who it is may be what can not be found out.
    const calm: PortalVisit = { ...visit, person: () => visit.person().catch(() => null) }
    try {
      const response = await render(within(visit, errorPagePath), calm, { failure })
      return new Response(response.body, { status: failure.status, headers: response.headers })
    } catch (error) {
      visit.log.error({ err: error }, 'the portal’s error page failed')
      return null
    }
  }

  /** Where somebody signs in, and comes back from. */
  const toSignIn = async (visit: PortalVisit): Promise<Response> => {
    const { pathname, search } = new URL(visit.request.url)
    const next = pathname + search
    if (visit.request.method !== 'POST')
      return new Response(null, { status: 303, headers: { location: `/sign-in?next=${encodeURIComponent(next)}` } })
    const held = { sealed: holdForm(visit, next, await visit.form()), next }
    const { body, headers } = await render(within(visit, '/sign-in'), visit, { held })
    return new Response(body, { status: 401, headers })
  }

  return {
    paths: [
      { method: ['GET'], path: '/_portal/*' },
      ...pages.map(({ path }) => ({
        method: ['GET', 'POST'] as const,
        path: honoPath(path),
        whileViewing: changesNothing.has(path),
      })),
    ],
    async handle(visit) {
      const { pathname } = new URL(visit.request.url)
      if (pathname.startsWith('/_portal/')) return assets(visit.request, pathname)
      // A body comes as slowly as its sender likes, and what is wrong with it the page is told.
      if (visit.request.method === 'POST') await visit.form().catch(() => {})
      try {
        return await turns.run(() => render(visit.request, visit))
      } catch (error) {
        const failure = shownError(error)
        if (failure?.code === 'UNAUTHENTICATED') return toSignIn(visit)
        if (!failure || failure.status >= 500) throw error
        return (await errorPage(visit, failure)) ?? Promise.reject(error)
      }
    },
    errorPage,
  }
}

/** A request for another page of the portal, by the same browser. */
function within(visit: PortalVisit, path: string): Request {
  const headers = new Headers(visit.request.headers)
  for (const name of ['content-type', 'content-length', 'transfer-encoding']) headers.delete(name)
  return new Request(new URL(path, visit.request.url), { headers })
}

/** `/deals/[id]` is `/deals/:id`, and `/library/[...folder]` is `/library/*`. */
const honoPath = (path: string): string => path.replace(/\[\.\.\.\w+\]/g, '*').replace(/\[(\w+)\]/g, ':$1')
