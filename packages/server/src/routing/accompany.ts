import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { clientAddress } from '../requests/client-address.ts'
import { type AppParts, type Env, isProbe, isSafe } from './create-app.ts'
import { RequestVisit } from './visit.ts'

/**
 * Goes with a request from its first to its last moment: gives it an id, collects its cookies, and writes one line of log
 * (never its query, headers or body, which may hold secrets).
 */
export const accompany = (parts: AppParts): MiddlewareHandler<Env> =>
  async function accompany(c, next) {
    const start = performance.now()
    const requestId = usableId(c.req.header('x-request-id')) ?? randomUUID()
    const address = clientAddress(c.req.header('x-forwarded-for'), c.env?.socketAddress, parts.proxies)
    const visit = new RequestVisit(c.req.raw, { requestId, address, within: c.env?.within ?? false }, parts)
    c.set('visit', visit)
    await next()
    const { headers, status } = c.res
    headers.set('x-request-id', requestId)
    for (const cookie of visit.cookies) headers.append('set-cookie', cookie)
    if (!isSafe(c.req.method)) for (const [name, value] of parts.afterWrite(visit)) headers.append(name, value)
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    const { method, path } = c.req
    const ms = Math.round((performance.now() - start) * 10) / 10
    const line = { requestId, method, path: path.slice(0, 500), status, ms, address }
    parts.log[isProbe(path) ? 'debug' : 'info'](line, 'request')
  }

const usableId = (given: string | undefined): string | undefined =>
  given !== undefined && /^[\w-]{1,100}$/.test(given) ? given : undefined
