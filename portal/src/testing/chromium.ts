import { existsSync } from 'node:fs'
import { type BrowserContext, type BrowserContextOptions, type Browser as Chromium, chromium } from 'playwright-core'

/** Where the system's Chromium is, or null: tests that look at pages need one. */
export const chromiumPath: string | null =
  [
    process.env['TESSERA_TEST_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((path) => path !== undefined && existsSync(path)) ?? null

/** Who asks for pages: a "Browser" of a test's server is one. */
export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Response>
}

export function launchChromium(): Promise<Chromium> {
  if (chromiumPath === null) throw new Error('There is no Chromium: install one, or name it in TESSERA_TEST_CHROMIUM.')
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  })
}

/** A window whose every request a server in this process answers: no port, and nothing goes out. */
export async function openWindow(
  engine: Chromium,
  visitor: Visitor,
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  // The policy would keep out axe, which the test brings; that the pages obey it, the host's tests say.
  const window = await engine.newContext({ ...options, bypassCSP: true })
  await window.route('**/*', async (route) => {
    const { pathname, search } = new URL(route.request().url())
    // Fails only where the page has been closed meanwhile: nobody waits for an answer then.
    const headers = await route
      .request()
      .allHeaders()
      .catch(() => null)
    if (headers === null) return
    const { accept = '*/*', 'accept-language': language = 'en' } = headers
    const response = await visitor.get(pathname + search, { accept, 'accept-language': language })
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  })
  return window
}
