import { type ExecutionResult, getOperationAST, NoSchemaIntrospectionCustomRule, type Source, validate } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import { uuidv7 } from 'uuidv7'
import type { Actor } from '../access/actor.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Crm } from '../runtime/crm.ts'
import { Batches } from './batches.ts'
import { type AskedOperation, CompiledOperations } from './compiled/compiled-operations.ts'
import { readTrustedDocuments, type TrustedDocuments } from './documents/trusted-documents.ts'
import { executeOnce, repeatableOf } from './idempotency.ts'
import { checkLimits, defaultLimits, parseLimited, type QueryLimits } from './limits.ts'
import { publicError } from './public-error.ts'
import { countFields, type RateCounter } from './rate-limits.ts'
import { answerType, askedIn, isJson, readAddress, readJsonBody, smallBody, withDocument } from './request-body.ts'
import type { Done, RequestContext } from './request-context.ts'
import { variableIssues } from './variable-issues.ts'

export interface GraphqlHandlerOptions {
  readonly crm: Crm
  /** Who sends a request; null where nobody is signed in. */
  readonly actorOf: (request: Request) => Actor | null | Promise<Actor | null>
  /** Identifies a request in logs, audit and errors; a new id unless said otherwise. */
  readonly requestIdOf?: (request: Request) => string | undefined
  /** The network address a request comes from, for what keeps it, such as the acceptance of an agreement. */
  readonly addressOf?: (request: Request) => string | undefined
  /** What a request must be able to see, where replicas answer: everything committed before this (ms of the primary's clock). */
  readonly seenOf?: (request: Request) => number | undefined
  /** Lets queries ask for the schema, and errors guess at the name that was meant: for development. */
  readonly introspection?: boolean
  readonly limits?: Partial<QueryLimits>
  /** Counts what fields with a `rateLimit` are asked; without it they are not limited. */
  readonly rates?: RateCounter
  /** The path requests come to; `/graphql` unless said otherwise. */
  readonly endpoint?: string
  /** Largest body of a request; 16 MiB unless said otherwise. */
  readonly maxBodyBytes?: number
  /** Whether a request may send documents that are not trusted, whoever acts: it comes from our own pages. */
  readonly isOurs?: (request: Request) => boolean
}

/** What Yoga's plugins of one request share. */
interface ServerContext {
  /** The request as the caller knows it: Yoga may hand on a copy. */
  readonly original: Request
  readonly requestId: string
  /** What was done before Yoga came to it. */
  readonly done: Done
}

/** The GraphQL of a CRM, over HTTP and within the process. */
export interface GraphqlEngine {
  /**
   * Serves GraphQL over HTTP as its specification has it: queries by GET and POST, mutations by POST. Guarding against forged
   * requests of other sites (CSRF) is the caller's.
   */
  handle(request: Request): Promise<Response>
  /** The answer of a query, without HTTP around it; null where only `handle` can give one: mutations, and requests that are refused. */
  ask(asked: AskedOperation, call: GraphqlCaller): Promise<ExecutionResult | null>
  /** Why an operation is not compiled; null where it is. */
  uncompiled(asked: AskedOperation): string | null
}

/** Who asks within the process. */
export interface GraphqlCaller {
  readonly actor: Actor
  readonly requestId: string
  readonly address?: string | undefined
  /** What it must be able to see, as `seenOf` has it. */
  readonly seen?: number | undefined
}

/** @example const engine = createGraphqlEngine({ crm, actorOf }); app.all('/graphql', (c) => engine.handle(c.req.raw)) */
export function createGraphqlEngine(options: GraphqlHandlerOptions): GraphqlEngine {
  const { crm, introspection = false } = options
  const limits = { ...defaultLimits, ...options.limits }
  const documents = readTrustedDocuments(crm.assembly.config.trustedDocuments ?? { files: [] })
  const operations = new CompiledOperations({ schema: () => crm.schema, limits, introspection })
  let yoga: ReturnType<typeof openYoga> | undefined
  const contextOf = ({ actor, requestId, address, seen = 0 }: GraphqlCaller): ContextImpl =>
    crm.as(actor, { requestId, readMs: limits.readMs, address, replicaSince: seen }) as ContextImpl
  const callerOf = (request: Request, actor: Actor, requestId: string): GraphqlCaller => ({
    actor,
    requestId,
    address: options.addressOf?.(request),
    seen: options.seenOf?.(request),
  })
  return {
    async handle(request) {
      const requestId = options.requestIdOf?.(request) ?? uuidv7()
      const body = await smallBody(request)
      const asked = body && askedIn(body, documents)
      const type = asked ? answerType(request.headers.get('accept')) : null
      let done: Done = {}
      if (asked && type) {
        const actor = await options.actorOf(request)
        const mayAsk = documents.allows(actor, asked.query) || options.isOurs?.(request)
        const ctx = mayAsk && actor && contextOf(callerOf(request, actor, requestId))
        const answer = ctx ? await operations.answer(ctx, asked, repeatableOf(request)) : {}
        if (typeof answer === 'string')
          return new Response(answer, { headers: { 'content-type': `${type}; charset=utf-8` } })
        done = answer
      }
      yoga ??= openYoga(options, documents, (request, actor, id) => contextOf(callerOf(request, actor, id)))
      const { method, headers, url } = request
      const sent = body ? new Request(url, { method, headers, body }) : request
      return (await yoga).fetch(sent, { original: request, requestId, done })
    },
    async ask(asked, caller) {
      const { requestId } = caller
      const ctx = contextOf(caller)
      const result = await operations.ask({ crm, requestId, batches: new Batches(), ctx }, asked)
      return result?.errors ? (JSON.parse(JSON.stringify(told(result, requestId, crm))) as ExecutionResult) : result
    },
    uncompiled: (asked) => operations.reason(asked),
  }
}

/** As `createGraphqlEngine`, for HTTP alone. */
export const createGraphqlHandler = (options: GraphqlHandlerOptions): GraphqlEngine['handle'] =>
  createGraphqlEngine(options).handle

/** Yoga is loaded by the first request, since most commands and jobs serve none. */
async function openYoga(
  options: GraphqlHandlerOptions,
  documents: TrustedDocuments,
  contextOf: (request: Request, actor: Actor, requestId: string) => ContextImpl,
) {
  const { createYoga } = await import('graphql-yoga')
  const { crm } = options
  const endpoint = options.endpoint ?? '/graphql'
  return createYoga<ServerContext, RequestContext>({
    schema: () => crm.schema,
    graphqlEndpoint: endpoint,
    logging: false,
    maskedErrors: false,
    batching: false,
    multipart: false,
    cors: false,
    landingPage: false,
    maxRequestBodySize: options.maxBodyBytes ?? 16 * 1024 * 1024,
    graphiql: false,
    parserAndValidationCache: documentCache(),
    context: async ({ original, requestId, done }): Promise<RequestContext> => {
      const actor = await options.actorOf(original)
      return {
        crm,
        requestId,
        batches: new Batches(),
        done,
        ctx: actor ? contextOf(original, actor, requestId) : null,
      }
    },
    plugins: [bodies(documents), agreed(documents, options), readable(options), execution(options), answers(crm)],
    fetchAPI: {
      Request,
      Response,
      Headers,
      ReadableStream,
      TransformStream,
      TextEncoder,
      TextDecoder,
      URL,
      URLSearchParams,
      FormData,
      File,
      Blob,
    },
  })
}

/** Documents that were read and checked, by their text. Bounded by size, since a document's tree takes many times its text. */
function documentCache() {
  const bounded = <V extends object>() =>
    new LRUCache<string, V>({ max: 2_000, maxSize: 1_000_000, sizeCalculation: (_value, text) => text.length + 1 })
  return { documentCache: bounded(), errorCache: bounded() } as object
}

type YogaPlugin = Plugin<RequestContext, ServerContext>

/** A body is JSON and nothing else: no form of another site can send that. */
const bodies = (documents: TrustedDocuments): YogaPlugin => ({
  onRequestParse({ request, setRequestParser }) {
    if (request.method === 'GET') setRequestParser((sent) => withDocument(readAddress(sent), documents))
    if (request.method !== 'POST') return
    if (!isJson(request))
      throw new TesseraError('MEDIA_TYPE', {
        got: request.headers.get('content-type') ?? 'of no kind',
        expected: 'application/json',
      })
    setRequestParser(async (sent) => withDocument(await readJsonBody(sent), documents))
  },
})

/** That the document is one of those agreed on, for whom that is asked. Before it is read: what is wrong with it would tell of the schema. */
function agreed(documents: TrustedDocuments, { actorOf, isOurs }: GraphqlHandlerOptions): YogaPlugin {
  return {
    async onParams({ params, context }) {
      if (!documents.binding) return
      const { original } = context as unknown as ServerContext
      if (isOurs?.(original) || documents.allows(await actorOf(original), params.query)) return
      throw new TesseraError('DOCUMENT_UNTRUSTED')
    },
  }
}

/** The document: not too large, not too much, and fitting the schema. */
function readable({ limits, introspection = false }: GraphqlHandlerOptions): YogaPlugin {
  const all: QueryLimits = { ...defaultLimits, ...limits }
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string | Source) => parseLimited(source, all))
    },
    onValidate({ params, context, addValidationRule, setValidationFn }) {
      const { operationName, variables } = context.params
      checkLimits({ schema: params.schema, document: params.documentAST, operationName, variables }, all)
      if (introspection) return
      addValidationRule(NoSchemaIntrospectionCustomRule)
      setValidationFn((schema, document, rules, settings) =>
        validate(schema, document, rules, { ...settings, hideSuggestions: true }),
      )
    },
  }
}

/** Running it: variables that do not fit are refused as input, and a mutation with an Idempotency-Key runs once. */
function execution({ introspection: suggestions = false, rates }: GraphqlHandlerOptions): YogaPlugin {
  return {
    async onExecute({ args, executeFn, setExecuteFn }) {
      const context = args.contextValue
      const { params, request } = context
      const run = async (contextValue: RequestContext): Promise<ExecutionResult> => {
        const result = (await executeFn({
          ...args,
          contextValue,
          hideSuggestions: !suggestions,
        } as never)) as ExecutionResult
        if (!result.errors || 'data' in result) return result
        const issues = variableIssues({
          schema: args.schema,
          document: args.document,
          operationName: args.operationName,
          variables: args.variableValues,
        })
        if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
        return result
      }
      const repeatable = repeatableOf(request)
      const mutates = getOperationAST(args.document, args.operationName)?.operation === 'mutation'
      // Before any resolver runs: what it does outside of the database would be done.
      if (mutates) context.ctx?.refuseViewing()
      if (rates && context.ctx) await countFields(rates, context.ctx.actor, args as never)
      setExecuteFn((async () => {
        const { done } = context
        if (done?.failure) throw done.failure
        if (!repeatable || !mutates) return run(context)
        // It is undone already.
        if (done?.fields) return { ...(await run(context)), data: null }
        if (!context.ctx) throw new TesseraError('UNAUTHENTICATED')
        const { query, operationName, variables } = params
        const asked = { ...repeatable, query, operationName, variables }
        return executeOnce(context.ctx, asked, (ctx) => run({ ...context, ctx, batches: new Batches() }))
      }) as never)
    },
  }
}

/** The answer: every error with its code, none with what only we should see. */
function answers(crm: Crm): YogaPlugin {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      if (Array.isArray(result) || Symbol.asyncIterator in result || !('errors' in result) || !result.errors) return
      setResult(told(result as ExecutionResult, (serverContext as unknown as ServerContext).requestId, crm))
    },
  }
}

function told(result: ExecutionResult, requestId: string, crm: Crm): ExecutionResult {
  if (!result.errors) return result
  const partial = result.data !== undefined && result.data !== null
  return { ...result, errors: result.errors.map((error) => publicError(error, requestId, crm.log, partial)) }
}
