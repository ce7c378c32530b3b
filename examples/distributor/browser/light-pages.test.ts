import { gzipSync } from 'node:zlib'
import { chromiumPath } from '@tessera/portal/testing/chromium'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sticksOut } from './test-support/every-page/look-at.ts'
import { type Example, openExample } from './test-support/open-example.ts'

const email = 'katrin@rheinfluid.example'
const lists = ['/deals', '/catalog', '/orders', '/invoices', '/funds', '/training']

describe.skipIf(chromiumPath === null)('pages of the quick start (wants Chromium)', () => {
  let example: Example
  beforeAll(async () => {
    example = await openExample()
  }, 240_000)
  afterAll(() => example?.[Symbol.asyncDispose]())

  it('a list brings less than 40 kB of script, packed', async () => {
    for (const path of lists) {
      const window = await example.window({ email })
      const page = await window.newPage()
      const scripts: Promise<Buffer>[] = []
      page.on('response', (response) => {
        if (response.request().resourceType() === 'script') scripts.push(response.body())
      })
      await page.goto(path, { waitUntil: 'networkidle' })
      const inline = await page.locator('script:not([src])').allTextContents()
      const bytes = [...(await Promise.all(scripts)), ...inline].reduce((sum, text) => sum + gzipSync(text).length, 0)
      expect(bytes, path).toBeGreaterThan(0)
      expect(bytes, path).toBeLessThan(40 * 1024)
      await window.close()
    }
  }, 120_000)

  it.each([
    ['the narrowest phone', 320, 'ltr'],
    ['a phone, written from right to left', 390, 'rtl'],
    ['a desktop, written from right to left', 1440, 'rtl'],
  ] as const)(
    'nothing sticks out on %s',
    async (_device, width, dir) => {
      const window = await example.window({ email, viewport: { width, height: 800 }, bypassCSP: true })
      const page = await window.newPage()
      const beyond: Record<string, readonly string[]> = {}
      for (const path of [...lists, '/', '/deals/new', '/cart', '/tier', '/account/security', '/company']) {
        await page.goto(path, { timeout: 60_000 })
        await page.evaluate((direction) => {
          document.documentElement.dir = direction
        }, dir)
        const found = await sticksOut(page)
        if (found.length > 0) beyond[path] = found
      }
      await window.close()
      expect(beyond).toEqual({})
    },
    240_000,
  )
})
