import { gzipSync } from 'node:zlib'
import type { BrowserContext, Browser as Chromium, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Desk, html } from '../../test-support/desk.ts'
import { Note } from '../../test-support/notes/index.ts'
import { chromiumPath, launchChromium, openWindow } from '../../testing/chromium.ts'

describe.skipIf(chromiumPath === null)('with script (wants Chromium)', () => {
  let desk: Desk
  let engine: Chromium
  let window: BrowserContext
  let page: Page
  beforeAll(async () => {
    desk = await Desk.open()
    engine = await launchChromium()
    const seller = await desk.partnerPerson('pat@flow.example')
    await desk.t.create(Note, { title: 'Harbour of Kiel' })
    window = await openWindow(engine, seller, { viewport: { width: 1280, height: 900 }, locale: 'en' })
    page = await window.newPage()
  }, 180_000)
  afterAll(async () => {
    await engine?.close()
    await desk?.t.close()
  })

  const open = (path: string) => page.goto(`http://crm.test${path}`)
  /** What is said beside a field, as it is read out with it. */
  const saidAt = (name: string): Promise<string> =>
    page
      .locator(`[name="${name}"]`)
      .first()
      .evaluate((control) =>
        (control.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id))
          .filter((element) => element?.classList.contains('field-error'))
          .map((element) => element?.textContent?.trim())
          .join(),
      )

  test('a field says what is wrong once it is left, and takes it back once it is right', async () => {
    await open('/design/deal-form')
    const amount = page.locator('[name="amount"]')
    await amount.fill('a lot')
    expect(await saidAt('amount')).toBe('')
    await amount.blur()
    expect(await saidAt('amount')).toBe('Write a number, as in 1,234.50.')
    expect(await amount.getAttribute('aria-invalid')).toBe('true')
    await amount.fill('48,000')
    expect(await saidAt('amount')).toBe('')
    expect(await amount.getAttribute('aria-invalid')).toBeNull()
    await page.locator('[name="customer"]').fill(' ')
    await page.locator('[name="customer"]').blur()
    expect(await saidAt('customer')).toBe('Please fill this in.')
  })

  test('a form with something wrong is not sent, and leads to it', async () => {
    await open('/design/deal-form')
    const sent: string[] = []
    page.on('request', (request) => void sent.push(request.method()))
    await page.locator('[name="city"]').fill('')
    await page.locator('.form button[data-variant="primary"]').click()
    expect(sent).not.toContain('POST')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('city')
    page.removeAllListeners('request')
  })

  test('a second click sends nothing, and the button says that it is on its way', async () => {
    await open('/design/deal-form')
    let posts = 0
    await page.route('**/design/deal-form', (route) => {
      if (route.request().method() === 'POST') posts += 1
      // No content: the page stays as it is.
      return route.fulfill({ status: 204 })
    })
    const button = page.locator('.form button[data-variant="primary"]')
    const shown = await button.evaluate((element: HTMLElement) => {
      element.click()
      element.click()
      return { busy: element.getAttribute('aria-busy'), text: element.textContent?.trim() }
    })
    expect(shown).toEqual({ busy: 'true', text: 'Sending…' })
    await expect.poll(() => posts).toBe(1)
    await page.unroute('**/design/deal-form')
  })

  test('keys lead through the portal, and a question mark lists them', async () => {
    await open('/')
    await page.keyboard.press('?')
    const list = page.locator('#shortcuts')
    expect(await list.isVisible()).toBe(true)
    expect(await list.locator('dt').allTextContents()).toEqual(expect.arrayContaining(['Search', 'Home']))
    await list.locator('[data-keys-on]').uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    expect(await list.isVisible(), 'keys are switched off').toBe(false)
    await page.locator('[data-dialog="shortcuts"]').click()
    await list.locator('[data-keys-on]').check()
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('shell-search')
    // What is typed is text, and leads nowhere.
    await page.keyboard.type('gn')
    expect(page.url()).toBe('http://crm.test/')
    await page.locator('#shell-search').fill('')
    await page.locator('#shell-search').blur()
    await page.keyboard.type('gn')
    await page.waitForURL('http://crm.test/notes')
  })

  test('the first results show while somebody types, and the arrow keys choose one', async () => {
    await open('/')
    const field = page.locator('#shell-search')
    await field.pressSequentially('Harb')
    const option = page.locator('#live-results [role="option"]')
    await option.first().waitFor()
    expect(await option.first().textContent()).toContain('Harbour of Kiel')
    expect(await field.getAttribute('aria-expanded')).toBe('true')
    await field.press('ArrowDown')
    expect(await field.getAttribute('aria-activedescendant')).toBe('live-result-0')
    await field.press('Escape')
    expect(await page.locator('#live-results').isVisible()).toBe(false)
    await field.fill('Harbo')
    await option.first().waitFor()
    await field.press('ArrowDown')
    await field.press('Enter')
    await page.waitForURL(/\/notes\/[\w-]+$/)
  })

  test('all scripts of a page come to less than 40 kB', async () => {
    const visitor = desk.server.browser()
    const text = await (await visitor.get('/design/deals', html)).text()
    const inline = [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, code = '']) => code)
    const files = await Promise.all(
      [...text.matchAll(/<script\b[^>]*src="([^"]+)"/g)].map(async ([, src = '']) => (await visitor.get(src)).text()),
    )
    expect(files.length + inline.length).toBeGreaterThan(0)
    expect(gzipSync([...files, ...inline].join('\n')).length).toBeLessThan(40_000)
  })
})
