import { Reject, TesseraError } from '@tessera/core'
import { type EndOfView, errorPage } from '../pages/error-page.ts'
import { type PageSetting, pageResponse } from '../pages/layout.ts'

/**
 * An error as the outside may see it: refusals as they are; what is wrong with the server itself (an address of the database,
 * a stack, a statement) only as UNAVAILABLE or INTERNAL, under which the log has it.
 */
export function publicError(error: unknown, requestId: string): TesseraError {
  if (error instanceof Reject) return new TesseraError('REJECTED', { message: error.message }, { cause: error })
  if (error instanceof TesseraError) {
    if (error.status < 500 || error.status === 504 || error.code === 'STOPPING') return error
    if (error.status === 503) return new TesseraError('UNAVAILABLE', { requestId }, { cause: error })
  }
  return new TesseraError('INTERNAL', { requestId }, { cause: error })
}

/** The headers an error brings along, such as when to try again. */
export function errorHeaders(error: TesseraError): Record<string, string> {
  if (error.code === 'RATE_LIMITED') return { 'retry-after': String(error.params.seconds) }
  if (error.code === 'STOPPING') return { 'retry-after': '5', connection: 'close' }
  if (error.code === 'METHOD_NOT_ALLOWED') return { allow: String(error.params.allowed) }
  return {}
}

/** `{ error: { code, message, issues? } }` */
export function jsonError(error: TesseraError): Response {
  const { code, message, issues } = error
  return Response.json(
    { error: { code, message, ...(issues.length > 0 && { issues }) } },
    { status: error.status, headers: errorHeaders(error) },
  )
}

/** The error in the shape GraphQL clients read: `{ errors: [{ message, extensions: { code } }] }`. */
export function graphqlError(error: TesseraError): Response {
  const extensions = { code: error.code, ...(error.issues.length > 0 && { issues: error.issues }) }
  return Response.json(
    { errors: [{ message: error.message, extensions }] },
    { status: error.status, headers: errorHeaders(error) },
  )
}

/** The error as a page a person can read. */
export function htmlError(error: TesseraError, page: PageSetting, view: EndOfView | null = null): Response {
  return pageResponse(errorPage(error, page, view), page, { status: error.status, headers: errorHeaders(error) })
}
