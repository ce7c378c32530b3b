import { describe, expect, it } from 'vitest'
import { missed, ratiosOf, serverFigures } from './figures.ts'

const load = (perSecond: number, p95Ms = 10) => ({
  perSecond,
  p95Ms,
  p50Ms: 5,
  answers: 100,
  failed: 0,
  bytesEach: 12,
})

describe('the figures of a scenario', () => {
  it('compare servers within a round, so that a slow moment of the machine changes no ratio', () => {
    const rounds = [
      { tessera: load(80), hand: load(100) },
      { tessera: load(8), hand: load(10) },
      { tessera: load(90), hand: load(100) },
    ]
    expect(ratiosOf(rounds).hand).toBeCloseTo(0.8)
  })

  it('leave out a round in which nobody answered, and keep one in which only the product did not', () => {
    const silent = { ...load(0, Number.NaN), p50Ms: Number.NaN, answers: 0 }
    const rounds = [
      { tessera: silent, hand: silent },
      { tessera: silent, hand: load(100) },
      { tessera: load(90), hand: load(100) },
      { tessera: load(70), hand: load(100) },
    ]
    expect(ratiosOf(rounds).hand).toBeCloseTo(0.7)
    expect(serverFigures(rounds.map(({ tessera }) => tessera))).toMatchObject({ perSecond: 35, p50Ms: 5, p95Ms: 10 })
  })

  it('say which aims are missed, and by how much', () => {
    const figures = {
      name: 'list',
      title: 'a list',
      accounts: 1,
      connections: 1,
      servers: { tessera: serverFigures([load(50, 70), load(60, 60), load(70, 50)]) },
      ratios: { hand: 0.7, postgraphile: 2.5 },
    }
    expect(missed({ ...figures, aims: { atLeast: { hand: 0.8, postgraphile: 2 }, p95Ms: 50 } })).toEqual([
      '0.70 of hand, aim 0.80',
      'p95 60 ms, aim 50',
    ])
    expect(missed({ ...figures, aims: { atLeast: { hand: 0.6 }, p95Ms: 61 } })).toEqual([])
  })
})
