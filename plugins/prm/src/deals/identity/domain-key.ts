import { getDomain } from 'tldts'
import { everybodys } from './freemail.ts'

/**
 * The registrable domain of a website or an e-mail address: `acme.co.uk` of `https://shop.acme.co.uk/de`. Null where it is everybody's,
 * such as a free mail service or a page at a social network, or no domain at all.
 */
export function domainKey(addressOrUrl: string | null): string | null {
  if (addressOrUrl === null) return null
  const host = addressOrUrl.includes('@') ? addressOrUrl.slice(addressOrUrl.lastIndexOf('@') + 1) : addressOrUrl
  // Pages of a shared host, as acme.github.io, are each somebody's own.
  const domain = getDomain(host.trim().toLowerCase(), { allowPrivateDomains: true })
  if (domain === null || everybodys.has(domain) || everybodys.has(getDomain(domain) ?? '')) return null
  return domain
}
