import type { GraphQLParams } from 'graphql-yoga'
import { TesseraError } from '../errors/tessera-error.ts'
import type { AskedOperation } from './compiled/compiled-operations.ts'
import { namedDocument } from './documents/document-id.ts'
import type { TrustedDocuments } from './documents/trusted-documents.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/**
 * A request with the text of the document it names in the place of the name. A text beside it stays: it is what was meant.
 * @throws DOCUMENT_UNKNOWN
 */
export function withDocument<Asked extends object>(asked: Asked, documents: TrustedDocuments): Asked {
  const { documentId: _id, ...rest } = asked as Asked & { readonly documentId?: unknown }
  const id = namedDocument(asked as Record<string, unknown>)
  if (id === undefined || 'query' in rest) return rest as Asked
  return { ...rest, query: documents.text(id) } as Asked
}

/** Reads a request's body as JSON. Bytes that are no UTF-8 are refused, not replaced. @throws BODY_INVALID */
export async function readJsonBody(request: Request): Promise<GraphQLParams> {
  const bytes = await request.arrayBuffer()
  try {
    const body: unknown = JSON.parse(utf8.decode(bytes))
    if (typeof body === 'object' && body !== null) return body as GraphQLParams
  } catch {
    // Falls through to the one answer for all of them.
  }
  throw new TesseraError('BODY_INVALID', { expected: 'JSON object in UTF-8' })
}

/** Whether a request says that its body is JSON. */
export const isJson = (request: Request): boolean =>
  /^application\/(graphql\+)?json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')

/** Reads the parameters of a GET request. @throws QUERY_REQUEST */
export function readAddress(request: Request): GraphQLParams {
  const { searchParams } = new URL(request.url)
  const text = (name: string): string | undefined => searchParams.get(name) || undefined
  const json = (name: string): Record<string, unknown> | undefined => {
    const given = text(name)
    if (given === undefined) return undefined
    try {
      return JSON.parse(given) as Record<string, unknown>
    } catch {
      throw new TesseraError('QUERY_REQUEST', { reason: `\`${name}\` in its address is no JSON.` })
    }
  }
  const parameters = {
    query: text('query'),
    operationName: text('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
    documentId: text('documentId'),
  }
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined))
}

/** Bodies up to this size are looked at before they are handed on. */
const smallBytes = 1_000_000

/** The body of a request that may be an operation of JSON; null where it is none, or large. It can be read no more then. */
export async function smallBody(request: Request): Promise<ArrayBuffer | null> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  if (request.method !== 'POST' || !isJson(request) || !(length <= smallBytes)) return null
  return request.arrayBuffer()
}

/** The operation in a body; null where anything about it is not as it should be. */
export function askedIn(body: ArrayBuffer, documents: TrustedDocuments): AskedOperation | null {
  try {
    const sent = JSON.parse(utf8.decode(body)) as Record<string, unknown> | null
    const { query, operationName, variables, ...rest } = withDocument(sent ?? {}, documents)
    const usable =
      typeof query === 'string' &&
      (operationName === undefined || operationName === null || typeof operationName === 'string') &&
      (variables === undefined || (typeof variables === 'object' && !Array.isArray(variables))) &&
      Object.keys(rest).length === 0
    return usable ? ({ query, operationName, variables } as AskedOperation) : null
  } catch {
    return null
  }
}

/** The media type of an answer to a plain `Accept` header; null where it takes more to choose one. */
export function answerType(accept: string | null): string | null {
  if (accept === 'application/graphql-response+json' || accept === 'application/json') return accept
  return accept === '*/*' ? 'application/json' : null
}
