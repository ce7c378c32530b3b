import { expect, test } from 'vitest'
import { areaPath, linePath, points } from './line.ts'
import { axis } from './scale.ts'

test('a series spans its box from left to right, large values at the top', () => {
  expect(points([0, 50, 100], axis([100]))).toEqual([
    [0, 100],
    [50, 50],
    [100, 0],
  ])
})

test('one value stands at the start instead of dividing by nothing', () => {
  expect(points([10], axis([10]))).toEqual([[0, 0]])
})

test('a gap breaks the line and starts a new one', () => {
  expect(linePath(points([0, null, 100, 100], axis([100])))).toBe('M0 100M66.67 0L100 0')
})

test('an area closes at the foot below its own ends', () => {
  expect(
    areaPath([
      [0, 20],
      [100, 60],
    ]),
  ).toBe('M0 100L0 20L100 60L100 100z')
  expect(areaPath([null])).toBe('')
})
