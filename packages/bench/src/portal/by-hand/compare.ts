import { checkHeader } from './visit.ts'

/** A server that shows pages. */
export interface PageServer {
  readonly name: string
  readonly url: string
}

/**
 * Looks at a page as somebody, on both servers, and has the one by hand compare its rows with those recorded.
 * @throws where they do not show the same
 */
export async function comparePages(
  product: PageServer,
  byHand: PageServer,
  page: string,
  cookie: string,
): Promise<void> {
  const differing = difference(await look(product, page, cookie), await look(byHand, page, cookie))
  if (differing) throw new Error(`${page}: «${product.name}» and «${byHand.name}» differ in ${differing}`)
}

async function look({ name, url }: PageServer, page: string, cookie: string): Promise<string> {
  const headers = { cookie, accept: 'text/html', [checkHeader]: '1', 'x-request-id': 'compared' }
  const answer = await fetch(url + page, { headers, redirect: 'manual' })
  const html = await answer.text()
  if (answer.status !== 200) throw new Error(`${page}: «${name}» answers ${answer.status} ${html.slice(0, 500)}`)
  return withoutNonce(html, answer.headers.get('content-security-policy')).replaceAll(url, '')
}

/** A page without what is made anew for each look, and known by the header that demands it. */
export function withoutNonce(html: string, policy: string | null): string {
  const nonce = /'nonce-([^']+)'/.exec(policy ?? '')?.[1]
  if (nonce === undefined) throw new Error('a page without a nonce')
  return html.replaceAll(nonce, '')
}

/** The first line in which two pages differ, as both have it; null where there is none. */
export function difference(one: string, other: string): string | null {
  if (one === other) return null
  const [lines, others] = [one.split('\n'), other.split('\n')]
  const at = (lines.length > others.length ? lines : others).findIndex((_, n) => lines[n] !== others[n])
  return `line ${at + 1}: ${around(lines[at], others[at])}\nand ${around(others[at], lines[at])}`
}

/** Some of a line, from a little before it differs from the other: pages have long lines. */
function around(line = '', other = ''): string {
  let at = 0
  while (at < line.length && line[at] === other[at]) at++
  return line.slice(Math.max(0, at - 100), at + 200)
}
