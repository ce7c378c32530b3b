import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { type Person, people } from './every-page/people.ts'
import { type Visit, visitsOf } from './every-page/visits.ts'
import { openExample } from './open-example.ts'

// npm run pictures [-- <folder>]: a picture of every page of the quick start, named by its path, into docs/portal/.
const folder = process.argv[2] ?? join(import.meta.dirname, '../../../../docs/portal')
const mostBytes = 80_000

const desktop = { viewport: { width: 1440, height: 900 } }
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** Further looks of the pages that are used most. */
const looks: readonly {
  readonly name: string
  readonly options: BrowserContextOptions
  readonly pages: readonly string[]
}[] = [
  {
    name: 'phone',
    options: phone,
    pages: [
      '/',
      '/deals',
      '/deals/new',
      '/deals/[id]',
      '/catalog',
      '/catalog/[id]',
      '/cart',
      '/orders',
      '/orders/[id]',
      '/earnings',
      '/funds',
      '/tier',
      '/training',
      '/sign-in',
      '/desk',
    ],
  },
  {
    name: 'dark',
    options: { ...desktop, colorScheme: 'dark' },
    pages: ['/', '/deals', '/catalog', '/orders/[id]', '/earnings', '/desk'],
  },
  {
    name: 'zh',
    options: { ...desktop, locale: 'zh-CN' },
    pages: ['/', '/deals/new', '/catalog', '/orders/[id]', '/tier', '/desk'],
  },
]

await mkdir(folder, { recursive: true })
await using example = await openExample()
const taken = new Set<string>()
// Nobody first: the sign-in is another page to those who have signed in.
for (const person of [null, ...people]) {
  const visits = firstOfEach(await visitsOf(example, person)).filter(({ page }) => page === '/' || !taken.has(page))
  for (const { page } of visits) taken.add(page)
  await take(person, desktop, visits, '')
  for (const { name, options, pages } of looks)
    await take(
      person,
      options,
      visits.filter(({ page }) => pages.includes(page)),
      `-${name}`,
    )
}

/** One state of each page; the first is what most people see. */
function firstOfEach(visits: readonly Visit[]): readonly Visit[] {
  return [...new Map(visits.toReversed().map((visit) => [visit.page, visit])).values()].toReversed()
}

async function take(
  person: Person | null,
  options: BrowserContextOptions,
  visits: readonly Visit[],
  suffix: string,
): Promise<void> {
  if (visits.length === 0) return
  const chinese = options.locale?.startsWith('zh')
  const window = await example.window({ locale: 'en-GB', ...options, ...(person && { email: person.email }) })
  if (chinese) await window.addCookies([{ name: 'tessera.view', value: 'auto.comfortable.zh', url: example.url }])
  const page = await window.newPage()
  page.setDefaultTimeout(120_000)
  for (const { page: path, address } of visits) {
    await page.setViewportSize(options.viewport ?? desktop.viewport)
    await page.goto(address)
    const name = `${nameOf(path, person)}${suffix}.jpg`
    await writeFile(join(folder, name), await picture(page))
    process.stdout.write(`${name}\n`)
  }
  await window.close()
}

/** `/orders/[id]/change` is `orders-id-change`, and the first page of staff `home-staff`. */
function nameOf(path: string, person: Person | null): string {
  if (path === '/') return person === people[0] ? 'home' : `home-${person?.name}`
  return path.slice(1).replaceAll(/[[\]]/g, '').replaceAll('/', '-')
}

/** The whole page as the window shows it, or as much from its top as is small enough in a quality that one can read. */
async function picture(page: Page): Promise<Buffer> {
  const { width = 1440, height: least = 900 } = page.viewportSize() ?? {}
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  const tallest = Math.min(Math.max(whole, least), width < 600 ? 2000 : 1300)
  for (const share of [1, 0.85, 0.7, 0.55]) {
    await page.setViewportSize({ width, height: Math.round(tallest * share) })
    for (const quality of [70, 55, 40]) {
      const taken = await page.screenshot({ type: 'jpeg', quality })
      if (taken.length <= mostBytes) return taken
    }
  }
  throw new Error(`No picture of ${page.url()} is below ${mostBytes} bytes.`)
}
