import type { PortalHost } from '@tessera/core'
import type { Browser } from '@tessera/testing/server'
import type { Planted } from './plant-rows.ts'
import { type Person, shared } from './two-trees.ts'
import type { Watch } from './watch.ts'

export const html = { accept: 'text/html' }
const nowhere = '0190a1b2-0000-7000-8000-000000000000'

/** The paths of all pages, `:id` in place of what stands there. */
export const pagesOf = ({ paths }: PortalHost): string[] =>
  paths.map(({ path }) => path).filter((path) => !path.includes('*') && !path.startsWith('/design'))

/** Opens the pages that have no record in their address, also with whatever pages read from an address. */
export async function openPages(
  portal: PortalHost,
  watch: Watch,
  { browser }: Person,
  theirs: Planted,
  mark: string,
): Promise<string[]> {
  const findings: string[] = []
  const first = (entity: string): string => theirs.get(entity)?.[0] ?? ''
  const given = {
    ...{ q: mark, search: mark, text: mark, title: mark, partner: first('partner'), account: first('account') },
    ...{ deal: first('dealRegistration'), order: first('order'), activity: first('fundRequest'), show: 'all' },
    ...{
      dispute: first('rewardEntry'),
      file: first('storedFile'),
      lesson: first('lesson'),
      draft: first('dealRegistration'),
    },
    ...{
      next: `/deals/${first('dealRegistration')}`,
      link: first('quoteLink'),
      user: first('user'),
      id: first('partner'),
    },
  }
  const after = Buffer.from(JSON.stringify([first('order')])).toString('base64url')
  for (const path of pagesOf(portal).filter((one) => !one.includes(':')))
    for (const query of ['', `?${new URLSearchParams(given)}`, `?after=${after}&before=${after}`]) {
      const response = await browser.get(path + query, html)
      const page = withoutQuestion(await response.text(), Object.values(given))
      findings.push(...judged(`${path}${query.slice(0, 40)}`, response.status, watch.findings(page)))
    }
  return findings
}

/** A page may show what it was asked for: in its search field, in its links. */
const withoutQuestion = (page: string, asked: readonly string[]): string =>
  asked.filter(Boolean).reduce((text, one) => text.replaceAll(one, ''), page)

const judged = (path: string, status: number, findings: readonly string[]): string[] =>
  [...(status >= 500 ? [`answers ${status}`] : []), ...findings].map((finding) => `${path}: ${finding}`)

/** Opens pages about records of theirs: each must answer as it does for a record that there is not. */
export async function openRecords(
  portal: PortalHost,
  watch: Watch,
  { browser }: Person,
  ids: readonly string[],
): Promise<string[]> {
  const findings: string[] = []
  for (const path of pagesOf(portal).filter((one) => one.includes(':'))) {
    const unknown = await opened(browser, path, nowhere)
    for (const id of ids) {
      const { status, page } = await opened(browser, path, id)
      findings.push(...judged(path, status, watch.findings(page)))
      if (status !== unknown.status || page !== unknown.page)
        findings.push(
          `${path} with ${id}: ${status} and ${page.length} signs, not ${unknown.status} and ${unknown.page.length}`,
        )
    }
  }
  return findings
}

async function opened(browser: Browser, path: string, id: string): Promise<{ status: number; page: string }> {
  const response = await browser.get(path.replace(/:\w+/, id), html)
  return { status: response.status, page: settled(await response.text()).replaceAll(id, 'ID') }
}

/** A page without what is new each time: nonces, tokens, and the request's id. */
export const settled = (page: string): string =>
  page
    .replaceAll(/nonce="[^"]*"/g, '')
    .replaceAll(/name="(?:token|key)" value="[^"]*"/g, '')
    .replaceAll(/(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})(?=\s*<\/(?:code|small|p|dd|span)>)/g, '')

/** Ids worth trying: one of each entity of which they see rows themselves. */
export const worthTrying = (theirs: Planted, seen: ReadonlyMap<string, ReadonlySet<string>>): string[] =>
  [...theirs].flatMap(([entity, ids]) => {
    const known = ids.find((id) => seen.get(entity)?.has(id))
    return known && !shared.has(entity) ? [known] : []
  })

/** Follows every link from the first page, as far as it leads to other pages of the portal. */
export async function followLinks(watch: Watch, { browser }: Person, most = 150): Promise<string[]> {
  const findings: string[] = []
  const found = new Set(['/'])
  for (const path of found) {
    const response = await browser.get(path, html)
    const page = await response.text()
    findings.push(...judged(path, response.status, watch.findings(page)))
    if (response.status === 404 || response.status === 403)
      findings.push(`${path} is linked, and answers ${response.status}`)
    for (const [, link = ''] of page.matchAll(/href="(\/[^"#]*)"/g))
      if (found.size < most && !/^\/(?:_portal|files|sign-|design)/.test(link))
        found.add(link.replaceAll('&amp;', '&').replaceAll('&#38;', '&'))
  }
  return findings
}
