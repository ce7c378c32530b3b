import type { PortalVisit } from '@tessera/core'

/**
 * What a page may load: style sheets, scripts and fonts of the build only (not of the whole site, where files that people uploaded
 * are), what carries the nonce, and pictures of the site.
 */
export function policyOf({ nonce, origin }: Pick<PortalVisit, 'nonce' | 'origin'>): string {
  const built = `${origin}/_portal/`
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${built}`,
    `style-src 'nonce-${nonce}' ${built}`,
    `font-src ${built}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
