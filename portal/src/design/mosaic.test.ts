import { expect, test } from 'vitest'
import { mosaic, tilePath } from './mosaic.ts'

test('a company keeps its pattern, and another has another', () => {
  expect(mosaic('HydroSud', 4, 4)).toEqual(mosaic('HydroSud', 4, 4))
  expect(mosaic('HydroSud', 4, 4)).not.toEqual(mosaic('Aqua Nord', 4, 4))
})

test('a pattern fills its place and has exactly one amber tile', () => {
  for (const seed of ['a', 'b', '南方水务', '']) {
    const tiles = mosaic(seed, 5, 3)
    expect(new Set(tiles.map(({ x, y }) => `${x},${y}`)).size).toBe(15)
    expect(tiles.filter(({ ink }) => ink === 'amber')).toHaveLength(1)
  }
})

test('a quarter turns around the corner that it is given', () => {
  expect(tilePath({ shape: 'quarter', turn: 0 }, 0, 0, 10)).toBe('M0 0L10 0A10 10 0 0 1 0 10z')
  expect(tilePath({ shape: 'quarter', turn: 2 }, 0, 0, 10)).toBe('M10 10L0 10A10 10 0 0 1 10 0z')
})
