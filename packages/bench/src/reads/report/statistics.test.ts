import { describe, expect, it } from 'vitest'
import { median, quantile, spread } from './statistics.ts'

describe('figures of several rounds', () => {
  it('have as their median the value in the middle, whatever their order', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([10, 9, 1, 5])).toBe(7)
    expect(median([])).toBeNaN()
  })

  it('have as a quantile the value below which that share lies', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1)
    expect([0, 0.5, 0.95, 1].map((share) => quantile(hundred, share))).toEqual([1, 50, 95, 100])
    expect(quantile([7], 0.95)).toBe(7)
  })

  it('spread by how far they lie apart, as a share of the median', () => {
    expect(spread([90, 100, 120])).toBeCloseTo(0.3)
    expect(spread([100, 100])).toBe(0)
  })
})
