import { randomBytes } from 'node:crypto'
import {
  type Crm,
  type GraphqlHandlerOptions,
  type MigrationStep,
  type PortalHost,
  type Queues,
  TesseraError,
} from '@tessera/core'
import { loadActor } from './actors/load-actor.ts'
import { accountRoutes } from './auth/account-routes.ts'
import { apiKeys } from './auth/api-keys.ts'
import { type AttemptLimits, signInAttempts } from './auth/attempts.ts'
import { authMigrationStep } from './auth/auth-migration.ts'
import { authRoutes, signInRoutes } from './auth/auth-routes.ts'
import { createAuth } from './auth/create-auth.ts'
import { type IdentityServices, identityFor } from './auth/identity.ts'
import { linkPages } from './auth/link-pages.ts'
import { partnerRoute } from './auth/partner-route.ts'
import { passwordRoutes } from './auth/password-routes.ts'
import { securityLog } from './auth/security-log.ts'
import { createSessions, type Sessions } from './auth/sessions.ts'
import type { SignInWay } from './auth/sign-in-way.ts'
import { twoFactorPages } from './auth/two-factor/two-factor-pages.ts'
import { twoFactorRoutes } from './auth/two-factor/two-factor-routes.ts'
import { usedCodes } from './auth/two-factor/used-codes.ts'
import { viewAsEndPage } from './auth/view-as-page.ts'
import { fileRoutes } from './files/file-routes.ts'
import { graphiqlRoutes } from './graphiql/graphiql-routes.ts'
import { crmGraphql, type GraphqlHandler, graphqlRoute } from './graphql/graphql-route.ts'
import { healthRoutes } from './health/health-routes.ts'
import { databaseCheck, migrationsCheck, queuesCheck, type ReadinessCheck } from './health/readiness.ts'
import { type Listening, type ListenOptions, listen, type Timeouts } from './listening/listen.ts'
import { RunningRequests } from './listening/running-requests.ts'
import type { DemoSignIn } from './pages/start-page.ts'
import { startRoute } from './pages/start-route.ts'
import { portalRoutes } from './portal/portal-routes.ts'
import { type PortalServices, portalVisit } from './portal/portal-visit.ts'
import { seenHeaders } from './replicas/seen.ts'
import { formTokens } from './requests/form-token.ts'
import { requestLimits } from './requests/request-limits.ts'
import { sealedTexts } from './requests/sealed-text.ts'
import { type Bindings, createApp } from './routing/create-app.ts'
import { pluginRoutes } from './routing/plugin-routes.ts'
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
  /** The portal, which then answers `/`, `/sign-in`, `/sign-out` and its pages; the start page moves to `/start` in development. */
  readonly portal?: PortalHost | undefined
  /** What is mounted besides the server's own routes, which come first. */
  readonly routes?: readonly Route[] | undefined
  /** The queues that jobs are handed to; `/ready` asks whether they can be reached. */
  readonly queues?: Queues | undefined
  /** What else must work before `/ready` says yes. */
  readonly readiness?: readonly ReadinessCheck[] | undefined
  /** The steps besides plugins' migrations that must have run; the sign-in's unless said otherwise. */
  readonly migrationSteps?: readonly MigrationStep[] | undefined
  readonly signInLimits?: AttemptLimits | undefined
  /** Further ways to sign in, such as single sign-on: none unless given. */
  readonly signInWays?: readonly SignInWay[] | undefined
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
  const secure = publicUrl?.startsWith('https:') ?? false
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
    ways: options.signInWays,
  })
  const sessions: Sessions = createSessions(crm, auth)
  const counted = requestLimits(crm, secret)
  const attempts = signInAttempts(counted, options.signInLimits)
  const running = new RunningRequests()
  const note = securityLog(crm)
  const identity: IdentityServices = {
    crm,
    auth,
    sessions,
    attempts,
    counted,
    used: usedCodes(crm, secret),
    note,
    later: (work) => void running.track(work().catch((err) => crm.log.error({ err }, 'work after an answer failed'))),
  }
  const limits = options.graphqlLimits
  const engine = crmGraphql(crm, { introspection: development, rates: counted, ...(limits && { limits }) })
  const graphql = options.graphql ?? engine.handler
  const checks = [
    databaseCheck(crm),
    migrationsCheck(crm, options.migrationSteps ?? [authMigrationStep]),
    ...(options.queues ? [queuesCheck(options.queues)] : []),
    ...(options.readiness ?? []),
  ]

  const { portal } = options
  const visits: PortalServices = {
    crm,
    sessions,
    development,
    publicUrl,
    secure,
    demo: development ? (options.demo ?? []) : [],
    sealed: sealedTexts(secret),
    // What stands in place of our own engine has its own say.
    ask: options.graphql ? async () => null : engine.ask,
    fetch: (request, address) => Promise.resolve(app.fetch(request, { socketAddress: address, within: true })),
  }
  /** Our plain pages, as far as a portal has none in their place. */
  const plain = (routes: readonly Route[]): Route[] =>
    routes.filter(({ path }) => !portal?.paths.some((taken) => taken.path === path))
  const own: Route[] = [
    ...(portal && !development
      ? []
      : [
          startRoute({
            path: portal ? '/start' : '/',
            publicUrl,
            graphiql: development,
            docsUrl: options.docsUrl,
            demo: options.demo ?? [],
          }),
        ]),
    ...authRoutes(auth, note, options.signInWays),
    ...plain(signInRoutes()),
    ...twoFactorRoutes(),
    ...plain(twoFactorPages()),
    ...plain(passwordRoutes()),
    ...accountRoutes(),
    ...plain(linkPages()),
    viewAsEndPage,
    partnerRoute(crm, sessions),
    graphqlRoute({ handler: graphql, limit: options.graphqlBodyLimit ?? 1_000_000, graphiql: development }),
    ...(development ? graphiqlRoutes() : []),
    ...fileRoutes(crm, counted),
    ...healthRoutes(crm, checks, () => running.stopping),
    ...(options.routes ?? []),
    ...portalRoutes(portal, visits),
  ]
  const app = createApp({
    routes: [...own, ...pluginRoutes(crm, counted, own)],
    sessions,
    keys: apiKeys(crm, counted),
    forms: formTokens(secret),
    identityOf: identityFor(identity),
    log: crm.log,
    siteName: crm.company.name,
    secure,
    publicUrl,
    proxies: Number(options.trustProxy ?? 0),
    allowedOrigins: (options.allowedOrigins ?? []).map(checkedOrigin),
    // Of what is asked by POST only some writes; whatever else is sent by POST may, in ways that no context sees.
    afterWrite: ({ request, requestId }) =>
      new URL(request.url).pathname !== '/graphql' || crm.replicas?.lastWrite(requestId)
        ? seenHeaders(crm, secure)
        : [],
    noteViewed: async (visit, path) => {
      const visitor = await visit.visitor()
      const user = visitor && 'id' in visitor.actor ? visitor.actor.id : null
      await note(visit, { kind: 'viewAsPage', user, by: visitor?.viewAs?.by.id, detail: path })
    },
    errorPage: portal && ((visit, error) => portal.errorPage(portalVisit(visits, visit), error)),
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
