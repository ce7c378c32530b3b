import { type ErrorCode, issue, TesseraError } from '@tessera/core'
import { isAPIError } from 'better-auth/api'
import { readJson } from '../requests/read-body.ts'
import type { Method, Route } from '../routing/route.ts'
import { addressHeader } from './auth-options.ts'
import type { Auth } from './create-auth.ts'
import type { NoteSecurity } from './security-log.ts'
import type { SignInWay } from './sign-in-way.ts'

/** What of Better Auth is reachable from outside. Its many other routes (registration, e-mail changes, …) are not. */
const reachable: readonly (readonly [Method, string])[] = [
  ['GET', '/auth/get-session'],
  ['GET', '/auth/list-sessions'],
  ['POST', '/auth/revoke-session'],
  ['POST', '/auth/revoke-sessions'],
  ['POST', '/auth/revoke-other-sessions'],
  ['POST', '/auth/sign-out'],
]

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'UNAUTHENTICATED',
  404: 'ROUTE_UNKNOWN',
}

/** Hands requests about sessions to Better Auth, and turns its refusals into ours. */
export const authHandover = (auth: Auth, note: NoteSecurity, ways: readonly SignInWay[]): Route[] =>
  [...reachable, ...ways.flatMap(({ routes }) => routes)].map(([method, path]) => ({
    method,
    path,
    whileViewing: path === '/auth/sign-out',
    async handle(visit) {
      const { request, address } = visit
      // Better Auth would take a database that can not be reached for a session that is not there.
      const visitor = await visit.visitor()
      if (!visitor && path !== '/auth/sign-out' && (await visit.settingUp()))
        throw new TesseraError('TWO_FACTOR_NEEDED')
      const headers = new Headers(request.headers)
      headers.set(addressHeader, address)
      headers.delete('content-length')
      const body = method === 'POST' ? JSON.stringify(readFields(await readJson(request, 16_384))) : null
      if (path === '/auth/sign-out') {
        await visit.identity.signOut()
        return Response.json({ success: true })
      }
      const response = await auth.handle(new Request(request.url, { method, headers, body })).catch(asResponse)
      // Other ways to sign in lead to pages of their own, and back.
      if (response.status < 400) {
        if (path.startsWith('/auth/revoke-'))
          await note(visit, {
            kind: 'sessionEnded',
            user: visitor?.session?.userId,
            detail: path.slice('/auth/'.length),
          })
        return new Response(response.body, response)
      }
      if (response.status >= 500) throw new Error(`Better Auth answered ${response.status} to ${path}`)
      throw new TesseraError(codes[response.status] ?? 'BODY_INVALID', { path, expected: 'input for this address' })
    },
  }))

// It answers some refusals and throws others.
function asResponse(error: unknown): Response {
  if (isAPIError(error)) return new Response(null, { status: error.statusCode })
  throw error
}

/** Better Auth checks types, but hands texts to the database as they are. */
function readFields(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new TesseraError('BODY_INVALID', { expected: 'JSON object' })
  const issues = Object.entries(body).filter(([, value]) => typeof value === 'string' && value.includes('\0'))
  if (issues.length > 0)
    throw new TesseraError('VALIDATION', {}, { issues: issues.map(([name]) => issue([name], 'NUL')) })
  return body as Record<string, unknown>
}
