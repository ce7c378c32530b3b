import { TesseraError } from '@tessera/core'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a state-changing request that a browser sends from another site's page, with or without cookies. Browsers always
 * say where such a request comes from (`Sec-Fetch-Site`, `Origin`) and pages cannot forge it; programs say nothing and pass.
 * @throws CROSS_SITE
 */
export function refuseForeignOrigin(
  request: { readonly method: string; readonly url: string; readonly headers: Headers },
  allowed: ReadonlySet<string>,
): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin') return
  const origin = request.headers.get('origin')
  if (
    origin === null ? site === null || site === 'none' : allowed.has(origin) || origin === new URL(request.url).origin
  )
    return
  throw new TesseraError('CROSS_SITE', { origin: origin ?? site })
}
