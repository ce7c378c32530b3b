import { TesseraError } from '@tessera/core'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { wantsPage } from '../requests/accepts.ts'
import { errorHeaders, graphqlError, htmlError, jsonError, publicError } from '../requests/error-response.ts'
import { refuseForeignOrigin } from '../requests/origin-guard.ts'
import { accompany } from './accompany.ts'
import type { Route } from './route.ts'
import { securityHeaders } from './security-headers.ts'
import type { RequestVisit, VisitServices } from './visit.ts'

export interface AppParts extends VisitServices {
  readonly routes: readonly Route[]
  readonly publicUrl: string | undefined
  /** How many reverse proxies stand in front. */
  readonly proxies: number
  /** Origins whose pages may call the API. */
  readonly allowedOrigins: readonly string[]
  /** Why no request is taken now, if so; `/health` and `/ready` answer all the same. */
  readonly refuse: () => TesseraError | null
  /** Notes a page that somebody looked at as somebody else. */
  readonly noteViewed: (visit: RequestVisit, path: string) => Promise<void>
  /** What the answer to a request that may have written says, so that its sender reads that. */
  readonly afterWrite: (visit: RequestVisit) => readonly (readonly [string, string])[]
  /** Shows an error to a person in a style of its own; null where it can not. */
  readonly errorPage?: ((visit: RequestVisit, error: TesseraError) => Promise<Response | null>) | undefined
}

/** What the host tells of a request: the address of its socket. */
export interface Bindings {
  readonly socketAddress?: string | undefined
  /** Sent by a page of this server, which is noted itself where somebody looks on. */
  readonly within?: boolean | undefined
}

export interface Env {
  Bindings: Bindings
  Variables: { visit: RequestVisit }
}

/** Paths that probes ask every few seconds. */
export const isProbe = (path: string): boolean => path === '/health' || path === '/ready'

/** Routes with everything that goes around them: request ids, logs, headers, origins, errors. */
export function createApp(parts: AppParts): Hono<Env> {
  const allowed = new Set([...parts.allowedOrigins, ...(parts.publicUrl === undefined ? [] : [parts.publicUrl])])
  const app = new Hono<Env>()

  app.use(accompany(parts))
  app.use(securityHeaders(parts))
  if (parts.allowedOrigins.length > 0) {
    app.use(cors({ origin: [...parts.allowedOrigins], credentials: true, maxAge: 600 }))
  }
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const { method, path } = c.req
        return respond(c, parts, new TesseraError('METHOD_NOT_ALLOWED', { method, path, allowed: methods.join(', ') }))
      },
    }),
  )
  app.use(async (c, next) => {
    const refusal = isProbe(c.req.path) ? null : parts.refuse()
    if (refusal) throw refusal
    await next()
  })
  const add = ({ method, path, handle, anyOrigin, whileViewing }: Route): void => {
    app.on([method].flat(), path, async (c) => {
      const { visit } = c.var
      visit.params = c.req.param() as Record<string, string>
      if (anyOrigin) return handle(visit)
      if (!whileViewing && !isSafe(c.req.method) && (await visit.isViewing()))
        throw new TesseraError('VIEW_AS_READ_ONLY')
      const response = await handle(visit)
      if (showsData(response, c) && (await visit.isViewing())) await parts.noteViewed(visit, c.req.path)
      return response
    })
  }
  const [open, guarded] = [true, false].map((any) => parts.routes.filter(({ anyOrigin = false }) => anyOrigin === any))
  for (const route of open ?? []) {
    app.use(route.path, cors({ origin: '*', credentials: false, maxAge: 600 }))
    add(route)
  }
  app.use(async (c, next) => {
    refuseForeignOrigin(c.req.raw, allowed)
    await next()
  })
  for (const route of guarded ?? []) add(route)
  app.notFound(
    (c) => withoutSlash(c.req.raw) ?? respond(c, parts, new TesseraError('ROUTE_UNKNOWN', { path: c.req.path })),
  )
  app.onError((error, c) => respond(c, parts, error))
  return app
}

/** An address that ends with a slash is the one without it: people and other programs add one. Stays on this site whatever the path is. */
function withoutSlash({ method, url }: Request): Response | null {
  const { pathname, search } = new URL(url)
  if (!isSafe(method) || !/^\/[^/].*\/$/.test(pathname)) return null
  return new Response(null, { status: 308, headers: { location: pathname.replace(/\/+$/, '') + search } })
}

export const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** Whether an answer is a page, a file, or data that no page of ours asked for. */
const showsData = (response: Response, c: Context<Env>): boolean =>
  (response.headers.get('content-type') ?? '').startsWith('text/html') ||
  c.req.path.startsWith('/files/') ||
  (c.req.path === '/graphql' && !c.env?.within)

/** An error in the shape its client reads. */
async function respond(c: Context<Env>, { errorPage }: AppParts, thrown: unknown): Promise<Response> {
  const { visit } = c.var
  const error = publicError(thrown, visit.requestId)
  if (error.status >= 500) visit.log.error({ err: error.cause ?? error, code: error.code }, 'request failed')
  if (c.req.path === '/graphql') return graphqlError(error)
  if (!wantsPage(c.req.raw.headers)) return jsonError(error)
  const page = await errorPage?.(visit, error)
  // Who somebody is may be what can not be found out.
  if (!page)
    return htmlError(
      error,
      visit.page,
      (await visit.isViewing().catch(() => false)) ? { token: visit.formToken() } : null,
    )
  for (const [name, value] of Object.entries(errorHeaders(error))) page.headers.set(name, value)
  return page
}
