import {
  type Actor,
  type Crm,
  createGraphqlEngine,
  type GraphqlEngine,
  type GraphqlHandlerOptions,
  TesseraError,
} from '@tessera/core'
import { seenBy } from '../replicas/seen.ts'
import { wantsPage } from '../requests/accepts.ts'
import { limitedBody } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'

/** What the GraphQL engine gets with a request. */
export interface GraphqlCall {
  /** Null where nobody is signed in: the engine refuses what is not public. */
  readonly actor: Actor | null
  readonly requestId: string
  readonly address: string
  /** Whether a page of our own asks, within the process. */
  readonly within: boolean
  /** What it must be able to see, where replicas answer (ms of the primary's clock). */
  readonly seen: number
}

/** Answers GraphQL over HTTP. */
export type GraphqlHandler = (request: Request, call: GraphqlCall) => Response | Promise<Response>

export interface GraphqlRouteParts {
  readonly handler: GraphqlHandler
  /** Largest body in bytes. */
  readonly limit: number
  /** Sends browsers that open the address to GraphiQL. */
  readonly graphiql: boolean
}

/** `/graphql`. That a POST must be JSON, which no form of a foreign page can send, is the engine's rule. */
export const graphqlRoute = ({ handler, limit, graphiql }: GraphqlRouteParts): Route => ({
  method: ['GET', 'POST'],
  path: '/graphql',
  // What a view may not do, the engine refuses.
  whileViewing: true,
  async handle(visit) {
    const { request, requestId } = visit
    if (graphiql && request.method === 'GET' && wantsPage(request.headers)) {
      return new Response(null, { status: 303, headers: { location: '/graphiql' } })
    }
    const visitor = await visit.visitor()
    // It would be told that nobody is signed in.
    if (!visitor && (await visit.settingUp())) throw new TesseraError('TWO_FACTOR_NEEDED')
    return handler(await limitedBody(request, limit), {
      actor: visitor?.actor ?? null,
      requestId,
      address: visit.address,
      within: visit.within,
      seen: seenBy(request),
    })
  },
})

/** The CRM's own engine: over HTTP, and for pages of the same process. */
export interface CrmGraphql {
  readonly handler: GraphqlHandler
  readonly ask: GraphqlEngine['ask']
}

export function crmGraphql(
  crm: Crm,
  options: Pick<GraphqlHandlerOptions, 'introspection' | 'limits' | 'rates'>,
): CrmGraphql {
  const calls = new WeakMap<Request, GraphqlCall>()
  const engine = createGraphqlEngine({
    ...options,
    crm,
    actorOf: (request) => calls.get(request)?.actor ?? null,
    requestIdOf: (request) => calls.get(request)?.requestId,
    addressOf: (request) => calls.get(request)?.address,
    seenOf: (request) => calls.get(request)?.seen,
    isOurs: (request) => calls.get(request)?.within ?? false,
  })
  return {
    handler(request, call) {
      calls.set(request, call)
      return engine.handle(request)
    },
    ask: engine.ask,
  }
}
