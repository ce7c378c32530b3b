import fc from 'fast-check'
import { expect, it } from 'vitest'
import { takeTurn } from './turns.ts'

const leads = 10_000

interface Person {
  readonly weight: number
  /** Leads from which to which he is away. */
  readonly away: readonly [number, number]
  /** A day, which is a thousand leads here, at most. */
  readonly capacity: number
}

const person = fc.record({
  weight: fc.integer({ min: 1, max: 20 }),
  away: fc.tuple(fc.nat(leads), fc.nat(leads / 2)).map(([from, length]) => [from, from + length] as const),
  capacity: fc.oneof(
    { weight: 2, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
    fc.integer({ min: 20, max: 400 }),
  ),
})

/** Gives out the leads, and says what each should have had: his share of every lead that came while he could take it. */
function giveOut(people: readonly Person[]): { got: number[]; due: number[]; left: number } {
  const credits = people.map(() => 0)
  const got = people.map(() => 0)
  const due = people.map(() => 0)
  let today = people.map(() => 0)
  let left = 0
  for (let lead = 0; lead < leads; lead++) {
    if (lead % 1000 === 0) today = people.map(() => 0)
    const present = people.flatMap(({ weight, away, capacity }, index) =>
      (lead >= away[0] && lead < away[1]) || (today[index] as number) >= capacity
        ? []
        : [{ index, id: String(index).padStart(3, '0'), weight, credit: credits[index] as number }],
    )
    const total = present.reduce((sum, { weight }) => sum + weight, 0)
    for (const { index, weight } of present) due[index] = (due[index] as number) + weight / total
    const taken = takeTurn(present)
    if (!taken) {
      left++
      continue
    }
    for (const { index, id } of present) credits[index] = taken.credits.get(id) as number
    const taker = Number(taken.taker)
    got[taker] = (got[taker] as number) + 1
    today[taker] = (today[taker] as number) + 1
  }
  return { got, due, left }
}

it('over 10,000 leads everybody gets his share within 2 %, whoever is away or full for a time', () => {
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 15 }), (people) => {
      const { got, due, left } = giveOut(people)
      expect(got.reduce((sum, count) => sum + count, 0) + left).toBe(leads)
      for (const [index, count] of got.entries())
        expect(Math.abs(count - (due[index] as number))).toBeLessThanOrEqual(leads * 0.02)
    }),
    { numRuns: 40, seed: 3 },
  )
})

it('where everybody is always there, shares are exact to a lead or two at every moment', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 }), (weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      let turns = weights.map((weight, index) => ({ id: `${index + 100}`, weight, credit: 0 }))
      const got = new Map<string, number>()
      for (let lead = 1; lead <= 600; lead++) {
        const taken = takeTurn(turns) as NonNullable<ReturnType<typeof takeTurn>>
        got.set(taken.taker, (got.get(taken.taker) ?? 0) + 1)
        turns = turns.map((turn) => ({ ...turn, credit: taken.credits.get(turn.id) as number }))
        expect(turns.reduce((sum, { credit }) => sum + credit, 0)).toBe(0)
        for (const { id, weight } of turns)
          expect(Math.abs((got.get(id) ?? 0) - (lead * weight) / total)).toBeLessThan(2)
      }
    }),
    { numRuns: 30, seed: 5 },
  )
})

it('nobody is there: nobody gets it', () => {
  expect(takeTurn([])).toBeNull()
})
