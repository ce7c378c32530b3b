import { TesseraError } from '@tessera/core'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { wantsPage } from '../requests/accepts.ts'
import { graphqlError, htmlError, jsonError, publicError } from '../requests/error-response.ts'
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
}

/** What the host tells of a request: the address of its socket. */
export interface Bindings {
  readonly socketAddress?: string | undefined
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
        return respond(c, new TesseraError('METHOD_NOT_ALLOWED', { method, path, allowed: methods.join(', ') }))
      },
    }),
  )
  app.use(async (c, next) => {
    const refusal = isProbe(c.req.path) ? null : parts.refuse()
    if (refusal) throw refusal
    refuseForeignOrigin(c.req.raw, allowed)
    await next()
  })
  for (const { method, path, handle } of parts.routes) {
    app.on([method].flat(), path, async (c) => {
      c.var.visit.params = c.req.param() as Record<string, string>
      return handle(c.var.visit)
    })
  }
  app.notFound((c) => respond(c, new TesseraError('ROUTE_UNKNOWN', { path: c.req.path })))
  app.onError((error, c) => respond(c, error))
  return app
}

/** An error in the shape its client reads. */
function respond(c: Context<Env>, thrown: unknown): Response {
  const { visit } = c.var
  const error = publicError(thrown, visit.requestId)
  if (error.status >= 500) visit.log.error({ err: error.cause ?? error, code: error.code }, 'request failed')
  if (c.req.path === '/graphql') return graphqlError(error)
  return wantsPage(c.req.raw.headers) ? htmlError(error, visit.page) : jsonError(error)
}
