import { chromiumPath } from '@tessera/portal/testing/chromium'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookAt } from './test-support/every-page/look-at.ts'
import { type Person, people } from './test-support/every-page/people.ts'
import { pages, type Visit, visitsOf } from './test-support/every-page/visits.ts'
import { type Example, openExample } from './test-support/open-example.ts'

/** A dark page is the same document in other colours: everything else has been looked at in the light. */
const ofColours = ['color-contrast', 'link-in-text-block']
const desktop = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' }
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'en-GB' }
/** Opening an invitation leads to a page only with the link of one; without it the page says so, with this status. */
const statuses: Readonly<Record<string, number>> = { '/accept': 404 }

describe.skipIf(chromiumPath === null)('every page of the quick start (wants Chromium)', () => {
  let example: Example
  const everybody = [...people, null]
  const visits = new Map<Person | null, readonly Visit[]>()
  beforeAll(async () => {
    example = await openExample()
    for (const person of everybody) visits.set(person, await visitsOf(example, person))
  }, 240_000)
  afterAll(() => example?.[Symbol.asyncDispose]())

  it('is looked at: somebody may open it, and the demo has a record for it', () => {
    const looked = new Set([...visits.values()].flat().map(({ page }) => page))
    expect(pages.map(({ path }) => path).filter((path) => !looked.has(path))).toEqual([])
  })

  /** What is wrong with the pages of somebody, two of them at a time; in the dark, too, if that is among the themes. */
  const findings = async (
    person: Person | null,
    options: BrowserContextOptions,
    themes: readonly ('light' | 'dark')[] = ['light', 'dark'],
  ): Promise<readonly object[]> => {
    const window = await example.window({ ...(person && { email: person.email }), ...options, bypassCSP: true })
    const queue = [...(visits.get(person) ?? [])]
    const found: object[] = []
    const work = async (): Promise<void> => {
      const page = await window.newPage()
      page.setDefaultTimeout(120_000)
      for (let visit = queue.shift(); visit; visit = queue.shift()) {
        const { page: path, address } = visit
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
        const status = (await page.goto(address))?.status()
        const { violations, beyond } = await lookAt(page)
        const dark = themes.includes('dark') ? await inTheDark(page) : []
        if (status !== (statuses[path] ?? 200) || violations.length + beyond.length + dark.length > 0)
          found.push({ address, status, violations, beyond, dark })
      }
    }
    await Promise.all([work(), work()])
    await window.close()
    return found
  }

  const inTheDark = async (page: Page): Promise<readonly string[]> => {
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    return (await lookAt(page, ofColours)).violations
  }

  const title = 'has nothing for axe to find, light and dark, and does not scroll sideways'
  for (const person of everybody) {
    const who = person?.name ?? 'nobody'
    it(`${title}: for ${who}, on a desktop`, async () => expect(await findings(person, desktop)).toEqual([]), 900_000)
    it(`${title}: for ${who}, on a phone`, async () => expect(await findings(person, phone)).toEqual([]), 900_000)
  }
  it('has nothing for axe to find and does not scroll sideways in Chinese', async () => {
    // Other texts in the same colours: these have been looked at above, in the dark as well.
    const chinese = { ...phone, locale: 'zh-CN', extraHTTPHeaders: { 'accept-language': 'zh-CN' } }
    expect(await findings(people[0] as Person, chinese, ['light'])).toEqual([])
  }, 900_000)
})
