import { expect, it } from 'vitest'
import type { LoadFigures } from '../../reads/load/run-load.ts'
import { pageFigures } from './figures.ts'

const load = (perSecond: number, p95Ms: number): LoadFigures => ({
  ...{ perSecond, p95Ms, p50Ms: p95Ms / 2 },
  ...{ answers: 10, failed: 0, bytesEach: 1 },
})

it('makes the ratio within each round, so that a machine that is slow for a while is slow for both', () => {
  const { ratio, missed } = pageFigures([
    { tessera: load(70, 90), hand: load(100, 80) },
    { tessera: load(7, 95), hand: load(10, 90) },
    { tessera: load(60, 80), hand: load(120, 70) },
  ])
  expect(ratio).toEqual({ median: 0.7, lowest: 0.5, highest: 0.7 })
  expect(missed).toEqual([])
})

it('says which aims a page misses', () => {
  expect(pageFigures([{ tessera: load(50, 120), hand: load(100, 40) }]).missed).toEqual([
    '0.50 of by hand, aim 0.6',
    'p95 120 ms, aim 100',
  ])
})
