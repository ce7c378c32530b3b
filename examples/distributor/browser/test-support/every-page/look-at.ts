import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

/** The small form: every page reads it anew. */
const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** What is wrong with a page as it is shown. */
export interface Looked {
  /** What axe found: rule and elements. */
  readonly violations: readonly string[]
  /** Elements that stick out to the side, so that the page scrolls sideways. */
  readonly beyond: readonly string[]
}

/** Looks at a page with axe, in the window's size and theme; the window has been opened with `bypassCSP`. */
export async function lookAt(page: Page, rules?: readonly string[]): Promise<Looked> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  const violations = await page.evaluate(async (only) => {
    const { axe: tool } = globalThis as unknown as { axe: typeof axe }
    const options = { resultTypes: ['violations' as const], preload: false }
    const found = await tool.run(
      document,
      only ? { ...options, runOnly: { type: 'rule', values: [...only] } } : options,
    )
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }, rules)
  return { violations, beyond: await sticksOut(page) }
}

/** The elements that make a page scroll sideways; none where it does not. */
export const sticksOut = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const out = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (right > clientWidth + 1 || left < -1)
    })
    return [`${scrollWidth - clientWidth} px`, ...out.slice(0, 5).map((one) => `${one.tagName}.${one.className}`)]
  })
