import { type Actor, type Crm, createGraphqlHandler, type GraphqlHandlerOptions } from '@tessera/core'
import { wantsPage } from '../requests/accepts.ts'
import { limitedBody } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'

/** What the GraphQL engine gets with a request. */
export interface GraphqlCall {
  /** Null where nobody is signed in: the engine refuses what is not public. */
  readonly actor: Actor | null
  readonly requestId: string
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
  async handle(visit) {
    const { request, requestId } = visit
    if (graphiql && request.method === 'GET' && wantsPage(request.headers)) {
      return new Response(null, { status: 303, headers: { location: '/graphiql' } })
    }
    const visitor = await visit.visitor()
    return handler(await limitedBody(request, limit), { actor: visitor?.actor ?? null, requestId })
  },
})

/** The CRM's own engine. */
export function crmGraphql(crm: Crm, options: Pick<GraphqlHandlerOptions, 'introspection' | 'limits'>): GraphqlHandler {
  const calls = new WeakMap<Request, GraphqlCall>()
  const engine = createGraphqlHandler({
    ...options,
    crm,
    actorOf: (request) => calls.get(request)?.actor ?? null,
    requestIdOf: (request) => calls.get(request)?.requestId,
  })
  return (request, call) => {
    calls.set(request, call)
    return engine(request)
  }
}
