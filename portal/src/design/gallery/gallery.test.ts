import axe from 'axe-core'
import type { Browser as Chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Desk, html } from '../../test-support/desk.ts'
import { chromiumPath, launchChromium, openWindow } from '../../testing/chromium.ts'
import { galleryPages } from './pages.ts'

const paths = [...Object.keys(galleryPages), '/design/deal-form?errors', '/design/deal?as']
let desk: Desk
beforeAll(async () => {
  desk = await Desk.open()
}, 120_000)
afterAll(() => desk.t.close())

test('the gallery answers in development and nowhere else', async () => {
  await using production = await Desk.open({ development: false })
  for (const path of paths) {
    const address = path.replace('?', '?theme=dark&')
    expect((await desk.server.browser().get(address, html)).status, path).toBe(200)
    expect((await production.server.browser().get(address, html)).status, path).toBe(404)
  }
}, 60_000)

describe.skipIf(chromiumPath === null)('in Chromium', () => {
  let engine: Chromium
  beforeAll(async () => {
    engine = await launchChromium()
  })
  afterAll(() => engine?.close())

  test.each([
    [1440, 'light', 'en'],
    [390, 'dark', 'zh'],
  ] as const)(
    'axe finds nothing at %i px, %s, in %s, and nothing lies outside the page',
    async (width, theme, locale) => {
      const visitor = desk.server.browser()
      const phone = width < 600
      const looks = { viewport: { width, height: 900 }, hasTouch: phone, isMobile: phone, locale }
      const window = await openWindow(engine, visitor, looks)
      for (const path of paths) {
        const page = await window.newPage()
        const failures: string[] = []
        page.on('pageerror', (error) => failures.push(error.message))
        await page.goto(`http://crm.test${path}${path.includes('?') ? '&' : '?'}theme=${theme}`)
        expect(await page.getAttribute('html', 'lang')).toBe(locale === 'zh' ? 'zh-Hans' : 'en')
        await page.evaluate(axe.source)
        const violations = await page.evaluate(async () => {
          const { axe: tool } = globalThis as unknown as { axe: typeof axe }
          const found = await tool.run(document, { resultTypes: ['violations'] })
          return found.violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
          )
        })
        const beyond = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect({ path, violations, failures, beyond }).toEqual({ path, violations: [], failures: [], beyond: 0 })
        await page.close()
      }
      await window.close()
    },
    120_000,
  )
})
