import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { Reject, TesseraError } from '../errors/tessera-error.ts'

interface Http {
  readonly status?: number
  readonly spec?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

/** Errors that clients of the older media type `application/json` get with status 200, as GraphQL over HTTP has it. */
const aboutQuery = /^(QUERY_(?!REQUEST)|VALIDATION$|FORBIDDEN$|NOT_FOUND$|CONFLICT$)/

/** Statuses that hold for the whole answer, also where the rest of it is there. */
const wholeStatuses: ReadonlySet<number> = new Set([401, 429, 503])

/**
 * What a client sees of an error: its code under `extensions.code`, never a stack, a statement or an address. Errors of our
 * own making are logged and shown as INTERNAL with the request's id.
 */
export function publicError(error: GraphQLError, requestId: string, log: Logger, partial: boolean): GraphQLError {
  const original = originalOf(error)
  if (original instanceof Reject)
    return shown(error, 'REJECTED', original.message, { reason: original.code, params: original.params })
  if (original instanceof TesseraError && original.status < 500) return tesseraError(error, original, partial)
  if (original instanceof TesseraError && original.status === 504)
    return shown(error, original.code, original.message, {})
  if (original instanceof GraphQLError) {
    const known = graphqlError(error)
    if (known) return known
  }
  log.error({ err: original, requestId, path: error.path }, 'a request failed')
  const unavailable = original instanceof TesseraError && original.status === 503
  const { code, message, status } = new TesseraError(unavailable ? 'UNAVAILABLE' : 'INTERNAL', { requestId })
  return shown(error, code, message, { requestId, ...(unavailable || !partial ? { http: { status } } : {}) })
}

function tesseraError(error: GraphQLError, original: TesseraError, partial: boolean): GraphQLError {
  const { code, status, issues, params } = original
  // The list of issues stands in the message for people at a console; clients get it as data.
  const message = issues.length > 0 ? (original.message.split('\n')[0] ?? '').replace(/:$/, '.') : original.message
  return shown(error, code, message, {
    ...(issues.length > 0 ? { issues } : {}),
    ...(Object.keys(params).length > 0 ? { params: jsonParams(params) } : {}),
    ...(!partial || wholeStatuses.has(status) ? { http: { status, spec: aboutQuery.test(code) } } : {}),
  })
}

/** Errors of GraphQL itself: the query is no GraphQL, does not fit, or the request around it is none. */
function graphqlError(error: GraphQLError): GraphQLError | null {
  const http = error.extensions.http as Http | undefined
  switch (error.extensions.code) {
    case 'GRAPHQL_PARSE_FAILED':
      return shown(error, 'QUERY_SYNTAX', new TesseraError('QUERY_SYNTAX', { reason: error.message }).message, { http })
    case 'GRAPHQL_VALIDATION_FAILED':
      // GraphQL.js gives up where too many fields share a name.
      if (error.message === 'Validation aborted.')
        return shown(
          error,
          'QUERY_TOO_LARGE',
          new TesseraError('QUERY_TOO_LARGE', { limit: 'a few hundred', what: 'fields of one name' }).message,
          { http },
        )
      return shown(error, 'QUERY_INVALID', new TesseraError('QUERY_INVALID', { reason: error.message }).message, {
        http,
      })
    case 'REQUEST_ENTITY_TOO_LARGE':
      return shown(error, 'BODY_TOO_LARGE', error.message, { http })
    default:
      // What a directive was given is known only now: null for a variable that has a default.
      if (/^Argument "(@\w+\()?if\b/.test(error.message))
        return shown(error, 'QUERY_INVALID', new TesseraError('QUERY_INVALID', { reason: error.message }).message, {})
      return http?.status !== undefined && http.status < 500
        ? shown(error, 'QUERY_REQUEST', new TesseraError('QUERY_REQUEST', { reason: error.message }).message, { http })
        : null
  }
}

function shown(
  error: GraphQLError,
  code: string,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  const { http, ...rest } = extensions
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: { code, ...rest, ...(http === undefined ? {} : { http: http as never }) },
  })
}

function originalOf(error: GraphQLError): unknown {
  let current: unknown = error
  while (current instanceof GraphQLError && current.originalError) current = current.originalError
  return current
}

const jsonParams = (params: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value]),
  )
