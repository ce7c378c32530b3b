import { describe, expect, it } from 'vitest'
import { falls, inBoth, lowest } from './recorded.ts'

describe('ratios that were recorded', () => {
  const recorded = { list: { hand: 1, postgraphile: 2 }, page: { hand: 0.5 } }

  it('may fall by up to 15 %, and rise', () => {
    expect(falls(recorded, { list: { hand: 0.851, postgraphile: 3 }, page: { hand: 0.43 } })).toEqual([])
    expect(falls(recorded, { list: { hand: 0.84, postgraphile: 2 } })).toEqual([
      { scenario: 'list', against: 'hand', recorded: 1, measured: 0.84 },
    ])
  })

  it('say nothing of what was never recorded', () => {
    expect(falls(recorded, { list: { yoga: 0.1 }, search: { hand: 0.1 } })).toEqual([])
  })

  it('are the lowest of several runs', () => {
    const runs = [{ list: { hand: 0.9, yoga: 2 } }, { list: { hand: 1.1, yoga: 1.5 }, page: { hand: 1 } }]
    expect(lowest(runs)).toEqual({ list: { hand: 0.9, yoga: 1.5 }, page: { hand: 1 } })
  })

  it('fail only what fell in two runs in a row', () => {
    const first = falls(recorded, { list: { hand: 0.5, postgraphile: 1 }, page: { hand: 0.1 } })
    const second = falls(recorded, { list: { hand: 0.9, postgraphile: 1.1 }, page: { hand: 0.5 } })
    expect(inBoth(first, second)).toEqual([{ scenario: 'list', against: 'postgraphile', recorded: 2, measured: 1.1 }])
  })
})
