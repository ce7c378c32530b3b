import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./styles/tokens.css', import.meta.url), 'utf8')
const pairs = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, ...both]) => [name, both]),
)

function color(name: string, theme: number): string {
  const found = pairs.get(name)?.[theme]
  if (found === undefined) throw new Error(`tokens.css has no colour --${name}`)
  return found
}

/** Relative luminance and contrast ratio of WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['paper', 'surface', 'sunken', 'hover']
const texts = ['ink', 'ink-2', 'ink-3', 'accent', 'accent-hover', 'success', 'warning', 'danger', 'amber-ink']
const onOwn = [
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['accent', 'accent-soft'],
  ['success', 'success-soft'],
  ['warning', 'warning-soft'],
  ['danger', 'danger-soft'],
  ['amber-ink', 'amber-soft'],
  ...['accent-soft', 'success-soft', 'warning-soft', 'danger-soft'].flatMap((soft) => [
    ['ink', soft],
    ['ink-2', soft],
  ]),
]
const shapes = ['control', 'data-1', 'data-2', 'data-3', 'data-4', 'data-5', 'data-6']

describe.each([
  ['light', 0],
  ['dark', 1],
])('in the %s theme', (_, theme) => {
  test.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
    '%s can be read on %s',
    (text, ground) => {
      expect(contrast(color(text, theme), color(ground, theme))).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(onOwn)('%s can be read on %s', (text, ground) => {
    expect(contrast(color(text as string, theme), color(ground as string, theme))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(shapes.flatMap((shape) => ['paper', 'surface'].map((ground) => [shape, ground] as const)))(
    '%s stands out on %s',
    (shape, ground) => {
      expect(contrast(color(shape, theme), color(ground, theme))).toBeGreaterThanOrEqual(3)
    },
  )
})
