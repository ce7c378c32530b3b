import { expect, test } from 'vitest'
import { axis, percent, position } from './scale.ts'

test('an axis encloses its values with round steps', () => {
  expect(axis([12, 87, 43])).toEqual({ min: 0, max: 100, ticks: [0, 25, 50, 75, 100] })
  expect(axis([1_240_000, 310_000]).ticks).toEqual([0, 500_000, 1_000_000, 1_500_000])
})

test('an axis with losses goes below zero', () => {
  const shown = axis([-40, 120])
  expect(shown.ticks).toContain(0)
  expect(shown.min).toBeLessThanOrEqual(-40)
  expect(shown.max).toBeGreaterThanOrEqual(120)
})

test('an axis of nothing, or of zeros, still has a length', () => {
  expect(axis([])).toEqual({ min: 0, max: 1, ticks: [0, 1] })
  expect(axis([0, 0])).toEqual({ min: 0, max: 1, ticks: [0, 1] })
})

test('steps of tenths do not carry the dust of binary fractions', () => {
  expect(axis([0.3]).ticks).toEqual([0, 0.1, 0.2, 0.3])
})

test('a value lies between the ends of its axis', () => {
  expect(position(axis([100]), 50)).toBe(0.5)
  expect(position(axis([-50, 50]), 0)).toBe(0.5)
})

test('a share becomes a percentage of SVG', () => {
  expect(percent(1 / 3)).toBe('33.33%')
  expect(percent(1)).toBe('100%')
})
