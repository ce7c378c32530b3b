import type { Page } from 'playwright-core'

/** Where the keyboard is. */
export interface Stop {
  /** What a reader would say: the label of a field, the text of a link or button. */
  readonly name: string
  readonly tag: string
  /** Of a field. */
  readonly field: string | null
  /** Whether a person sees that it is here: on it or around it stands an outline, inside the window. */
  readonly visible: boolean
}

/** The element that has the focus; null where none has. */
export const stopOf = (page: Page): Promise<Stop | null> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    if (!element || element === document.body) return null
    const drawn = (pseudo?: string): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element, pseudo)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
    }
    const { top, bottom, left, right } = element.getBoundingClientRect()
    const inside = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
    const labels = (element as HTMLInputElement).labels
    const name = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? ''
    return {
      name: name.replaceAll(/\s+/g, ' ').trim(),
      tag: element.tagName.toLowerCase(),
      field: element.getAttribute('name'),
      visible: inside && (drawn() || drawn('::after')),
    }
  })

/**
 * Presses Tab until the focus is where somebody wants to be.
 * @throws where the way there has a stop that nobody sees, or is longer than anybody would go.
 */
export async function tabTo(page: Page, wanted: (stop: Stop) => boolean, most = 80): Promise<readonly Stop[]> {
  const way: Stop[] = []
  for (let count = 0; count < most; count++) {
    await page.keyboard.press('Tab')
    let stop = await stopOf(page)
    // The page scrolls there in its own time.
    for (let frame = 0; stop && !stop.visible && frame < 60; frame++) {
      await page.evaluate(() => new Promise(requestAnimationFrame))
      stop = await stopOf(page)
    }
    if (!stop) continue
    way.push(stop)
    if (!stop.visible) throw new Error(`Nobody sees that the focus is on ${stop.tag} “${stop.name}” of ${page.url()}`)
    if (wanted(stop)) return way
  }
  throw new Error(`Not reached on ${page.url()}: ${way.map(({ name }) => name).join(' > ')}`)
}
