import { chromiumPath } from '@tessera/portal/testing/chromium'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { password } from '../seed/staff.ts'
import { stopOf, tabTo } from './test-support/keyboard.ts'
import { type Example, openExample } from './test-support/open-example.ts'

const email = 'katrin@rheinfluid.example'

describe.skipIf(chromiumPath === null)('the keyboard alone (wants Chromium)', () => {
  let example: Example
  let window: BrowserContext
  beforeAll(async () => {
    example = await openExample()
    window = await example.window({ locale: 'en-GB' })
  }, 240_000)
  afterAll(() => example?.[Symbol.asyncDispose]())

  /** Opens what has the focus, and waits for the page it leads to. */
  const enter = async (page: Page): Promise<void> => {
    await Promise.all([page.waitForEvent('load', { timeout: 60_000 }), page.keyboard.press('Enter')])
  }
  const field = (name: string) => (stop: { field: string | null }) => stop.field === name
  const named = (name: string) => (stop: { name: string }) => stop.name === name

  it('signs in, finds the deals, and registers one with its eight fields', async () => {
    const page = await window.newPage()
    page.setDefaultTimeout(60_000)
    await page.goto('/sign-in')
    expect((await stopOf(page))?.field).toBe('email')
    await page.keyboard.type(email)
    await tabTo(page, field('password'))
    await page.keyboard.type(password)
    await enter(page)
    expect(new URL(page.url()).pathname).toBe('/')

    await page.keyboard.press('Tab')
    expect(await stopOf(page)).toMatchObject({ name: 'Skip to the content', visible: true })
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')

    await page.reload()
    await tabTo(page, named('Deals'))
    await enter(page)
    await tabTo(page, named('Register a deal'))
    await enter(page)
    expect(new URL(page.url()).pathname).toBe('/deals/new')

    expect((await stopOf(page))?.field).toBe('customer')
    await page.keyboard.type('Tastatur Werke AG')
    const typed: readonly (readonly [string, string])[] = [
      ['country', 'Aus'],
      ['place', 'Graz'],
      ['line', 'Gear'],
      ['amount', '24500'],
      // Two and two: the same day in whatever order a browser wants it.
      ['close', `0202${new Date().getFullYear() + 1}`],
      ['contact', 'Tina Taste'],
      ['note', 'Four gear pumps for the new line.'],
    ]
    for (const [name, text] of typed) {
      await tabTo(page, field(name))
      await page.keyboard.type(text)
    }
    await tabTo(page, named('Submit'))
    await enter(page)
    expect(new URL(page.url()).pathname).toMatch(/^\/deals\/[0-9a-f-]{36}$/)
    expect(await page.locator('h1').textContent()).toContain('Tastatur Werke AG')
    expect(await page.locator('main').textContent()).toContain('24,500')
  }, 240_000)

  it('goes once around a list without being caught, and sees at each stop where it is', async () => {
    const page = await window.newPage()
    await page.goto('/deals')
    await page.keyboard.press('Tab')
    const first = await stopOf(page)
    const way = await tabTo(page, named(first?.name ?? ''), 200)
    expect(way.map(({ name }) => name)).toEqual(expect.arrayContaining(['Register a deal', 'Apply', 'Help']))
  }, 120_000)
})
