import { randomBytes } from 'node:crypto'
import { type Crm, type GraphqlHandlerOptions, type MigrationStep, type Queues, TesseraError } from '@tessera/core'
import { loadActor } from './actors/load-actor.ts'
import { type AttemptLimits, signInAttempts } from './auth/attempts.ts'
import { authMigrationStep } from './auth/auth-migration.ts'
import { authRoutes } from './auth/auth-routes.ts'
import { createAuth } from './auth/create-auth.ts'
import { partnerRoute } from './auth/partner-route.ts'
import { passwordRoutes } from './auth/password-routes.ts'
import { createSessions, type Sessions } from './auth/sessions.ts'
import { graphiqlRoutes } from './graphiql/graphiql-routes.ts'
import { crmGraphql, type GraphqlHandler, graphqlRoute } from './graphql/graphql-route.ts'
import { healthRoutes } from './health/health-routes.ts'
import { databaseCheck, migrationsCheck, queuesCheck, type ReadinessCheck } from './health/readiness.ts'
import { type Listening, type ListenOptions, listen, type Timeouts } from './listening/listen.ts'
import { RunningRequests } from './listening/running-requests.ts'
import type { DemoSignIn } from './pages/start-page.ts'
import { startRoute } from './pages/start-route.ts'
import { formTokens } from './requests/form-token.ts'
import { type Bindings, createApp } from './routing/create-app.ts'
import type { Route } from './routing/route.ts'

export interface ServerOptions {
  readonly crm: Crm
  /** Answers `/graphql` in place of the CRM's own engine, as behind a gateway. */
  readonly graphql?: GraphqlHandler | undefined
  readonly graphqlLimits?: GraphqlHandlerOptions['limits']
  /** Signs cookies and forms, see `resolveSecret`. May be left out in development, where sessions then end with the process. */
  readonly authSecret?: string | undefined
  /** Serves GraphiQL, lets GraphQL describe itself, and allows starting without a secret. */
  readonly development: boolean
  /** Where people reach the server, as in `https://crm.example.com`; https makes cookies `Secure` and adds HSTS. */
  readonly publicUrl?: string | undefined
  /** How many reverse proxies stand in front and write `X-Forwarded-For`; `true` means one. Without it the header is ignored. */
  readonly trustProxy?: boolean | number | undefined
  /** Origins of other sites whose pages may call the API with a person's session: none unless given. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Largest body of a GraphQL request in bytes; 1,000,000 unless said otherwise. */
  readonly graphqlBodyLimit?: number | undefined
  /** What is mounted besides the server's own routes, which come first. */
  readonly routes?: readonly Route[] | undefined
  /** The queues that jobs are handed to; `/ready` asks whether they can be reached. */
  readonly queues?: Queues | undefined
  /** What else must work before `/ready` says yes. */
  readonly readiness?: readonly ReadinessCheck[] | undefined
  /** The steps besides plugins' migrations that must have run; the sign-in's unless said otherwise. */
  readonly migrationSteps?: readonly MigrationStep[] | undefined
  readonly signInLimits?: AttemptLimits | undefined
  /** Shown on the start page. */
  readonly demo?: readonly DemoSignIn[] | undefined
  readonly docsUrl?: string | undefined
  readonly timeouts?: Partial<Timeouts> | undefined
}

/** The host of a CRM: sign-in, GraphQL, health, pages, and whatever is mounted on it. */
export interface Server {
  /** Answers a request without a port, as tests and other hosts need it. */
  fetch(request: Request, bindings?: Bindings): Promise<Response>
  /** @throws PORT_INVALID, PORT_IN_USE, PORT_FORBIDDEN, HOST_INVALID, LISTEN_FAILED */
  listen(options: ListenOptions): Promise<Omit<Listening, 'close'>>
  /** Takes no new requests, waits up to `drainMs` (10,000) for running ones, then cuts them off. The CRM stays open. */
  close(options?: { readonly drainMs?: number }): Promise<void>
}

const defaultTimeouts: Timeouts = { headersMs: 15_000, requestMs: 60_000, keepAliveMs: 5_000 }

/**
 * Makes the server of a CRM. Nothing listens until `listen`.
 *
 * @example
 * const server = await createServer({ crm, authSecret, development: false })
 * const { url } = await server.listen({ host: '127.0.0.1', port: 3000 })
 * @throws SECRET_MISSING, PUBLIC_URL_INVALID
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { crm, development } = options
  const publicUrl = options.publicUrl === undefined ? undefined : checkedOrigin(options.publicUrl)
  const secret = options.authSecret ?? (development ? randomBytes(32).toString('base64') : undefined)
  if (secret === undefined) throw new TesseraError('SECRET_MISSING')
  if (!development && publicUrl === undefined)
    crm.log.warn('no public address is set: cookies are sent without TLS too')

  const mayBegin = async (userId: string): Promise<boolean> => (await loadActor(crm, userId)) !== null
  const auth = await createAuth({
    database: crm.database,
    secret,
    publicUrl,
    log: crm.log,
    mayBegin,
    onSessionEnd: (token) => sessions.forget(token),
  })
  const sessions: Sessions = createSessions(crm, auth)
  const attempts = signInAttempts(crm, secret, options.signInLimits)
  const running = new RunningRequests()
  const limits = options.graphqlLimits
  const graphql = options.graphql ?? crmGraphql(crm, { introspection: development, ...(limits && { limits }) })
  const checks = [
    databaseCheck(crm),
    migrationsCheck(crm, options.migrationSteps ?? [authMigrationStep]),
    ...(options.queues ? [queuesCheck(options.queues)] : []),
    ...(options.readiness ?? []),
  ]

  const app = createApp({
    routes: [
      startRoute({ publicUrl, graphiql: development, docsUrl: options.docsUrl, demo: options.demo ?? [] }),
      ...authRoutes({ crm, auth, attempts }),
      ...passwordRoutes({ crm, auth, attempts, onSessionEnd: (token) => sessions.forget(token) }),
      partnerRoute(crm, sessions),
      graphqlRoute({ handler: graphql, limit: options.graphqlBodyLimit ?? 1_000_000, graphiql: development }),
      ...(development ? graphiqlRoutes() : []),
      ...healthRoutes(crm, checks, () => running.stopping),
      ...(options.routes ?? []),
    ],
    sessions,
    forms: formTokens(secret),
    log: crm.log,
    siteName: crm.assembly.config.name ?? 'Tessera',
    secure: publicUrl?.startsWith('https:') ?? false,
    publicUrl,
    proxies: Number(options.trustProxy ?? 0),
    allowedOrigins: (options.allowedOrigins ?? []).map(checkedOrigin),
    refuse: () => (running.stopping ? new TesseraError('STOPPING') : null),
  })
  const fetch = (request: Request, bindings: Bindings = {}): Promise<Response> =>
    running.track(Promise.resolve(app.fetch(request, bindings)))
  const listening: Listening[] = []

  return {
    fetch,
    async listen(where) {
      if (running.stopping) throw new TesseraError('STOPPING')
      const opened = await listen(fetch, where, { ...defaultTimeouts, ...options.timeouts })
      listening.push(opened)
      return opened
    },
    async close({ drainMs = 10_000 } = {}) {
      running.stop()
      await Promise.all([running.finished(drainMs), ...listening.splice(0).map((opened) => opened.close(drainMs))])
    },
  }
}

function checkedOrigin(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  const usable =
    parsed &&
    /^https?:$/.test(parsed.protocol) &&
    parsed.pathname === '/' &&
    !parsed.search &&
    !parsed.hash &&
    !parsed.username
  if (!usable) throw new TesseraError('PUBLIC_URL_INVALID', { url })
  return parsed.origin
}
