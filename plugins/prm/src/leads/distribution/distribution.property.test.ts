import fc from 'fast-check'
import { expect, it } from 'vitest'
import { choosePartner } from './choose-partner.ts'
import { performanceOf } from './performance.ts'

const leads = 10_000

interface Market {
  readonly weight: number
  /** Leads open at a time. */
  readonly capacity: number
  /** For how many further leads it has one open, before it is a deal or lost. */
  readonly works: number
  /** Every so manieth offer it declines or lets pass, and the next gets it; 0 for never. */
  readonly refuses: number
}

const partner: fc.Arbitrary<Market> = fc.record({
  weight: fc.integer({ min: 50, max: 6000 }),
  capacity: fc.oneof({ weight: 2, arbitrary: fc.constant(Number.POSITIVE_INFINITY) }, fc.integer({ min: 1, max: 40 })),
  works: fc.integer({ min: 1, max: 60 }),
  refuses: fc.integer({ min: 0, max: 9 }),
})

/** Offers the leads one by one, each to the next who has room until somebody takes it, and says what each was due of all offers. */
function distribute(partners: readonly Market[]) {
  const credits = new Map<string, number>()
  const [got, due, open, most] = [zeros(partners), zeros(partners), zeros(partners), zeros(partners)]
  const ends: number[][] = Array.from({ length: leads + 100 }, () => [])
  for (let lead = 0; lead < leads; lead++) {
    for (const index of ends[lead] ?? []) add(open, index, -1)
    const had = new Set<number>()
    for (;;) {
      const present = partners.flatMap(({ weight, capacity }, index) =>
        had.has(index) || (open[index] as number) >= capacity
          ? []
          : [{ index, partner: String(index).padStart(3, '0'), weight }],
      )
      const total = present.reduce((sum, { weight }) => sum + weight, 0)
      for (const { index, weight } of present) add(due, index, weight / total)
      const choice = choosePartner(present, credits)
      if (!choice) break
      const index = Number(choice.partner)
      had.add(index)
      add(got, index, 1)
      const { refuses, works } = partners[index] as Market
      if (refuses > 0 && (got[index] as number) % refuses === 0) continue
      add(open, index, 1)
      most[index] = Math.max(most[index] as number, open[index] as number)
      ends[lead + works]?.push(index)
      break
    }
  }
  return { got, due, most }
}

const zeros = (list: readonly unknown[]): number[] => list.map(() => 0)
function add(to: number[], index: number, by: number): void {
  to[index] = (to[index] as number) + by
}

it('over 10,000 leads every partner is offered its share within 2 %, whoever is full, declines or stays silent', () => {
  fc.assert(
    fc.property(fc.array(partner, { minLength: 1, maxLength: 12 }), (partners) => {
      const { got, due, most } = distribute(partners)
      const offers = got.reduce((sum, count) => sum + count, 0)
      for (const [index, { capacity }] of partners.entries()) {
        expect(Math.abs((got[index] as number) - (due[index] as number))).toBeLessThanOrEqual(offers * 0.02)
        expect(most[index]).toBeLessThanOrEqual(capacity)
      }
    }),
    { numRuns: 25, seed: 11 },
  )
})

it('where everybody has room, shares are those of the weights to a lead or two', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 50, max: 6000 }), { minLength: 1, maxLength: 10 }), (weights) => {
      const { got } = distribute(weights.map((weight) => ({ weight, capacity: leads, works: 1, refuses: 0 })))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      for (const [index, weight] of weights.entries())
        expect(Math.abs((got[index] as number) - (leads * weight) / total)).toBeLessThan(2)
    }),
    { numRuns: 25, seed: 12 },
  )
})

it('a record weighs from half to one and a half, more for more accepted and more sold, and little while it is short', () => {
  const record = fc
    .tuple(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500))
    .map(([a, b, c, d]) => ({ converted: a, closed: a + b, accepted: a + b + c, offered: a + b + c + d }))
  fc.assert(
    fc.property(record, (one) => {
      const value = performanceOf(one)
      expect(Number.isInteger(value) && value >= 50 && value <= 150).toBe(true)
      expect(performanceOf({ ...one, offered: one.offered + 1 })).toBeLessThanOrEqual(value)
      expect(performanceOf({ ...one, offered: one.offered + 1, accepted: one.accepted + 1 })).toBeGreaterThanOrEqual(
        value,
      )
      expect(performanceOf({ ...one, closed: one.closed + 1, converted: one.converted + 1 })).toBeGreaterThanOrEqual(
        value,
      )
    }),
    { seed: 13 },
  )
  expect(performanceOf({ offered: 0, accepted: 0, closed: 0, converted: 0 })).toBe(100)
  expect(performanceOf({ offered: 1, accepted: 1, closed: 1, converted: 1 })).toBe(110)
  expect(performanceOf({ offered: 100, accepted: 100, closed: 100, converted: 100 })).toBe(148)
  expect(performanceOf({ offered: 100, accepted: 0, closed: 0, converted: 0 })).toBe(76)
})
