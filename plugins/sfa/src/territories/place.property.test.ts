import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type PlacingRule, place } from './place.ts'

const values = {
  country: ['DE', 'AT'],
  region: ['Bayern', 'Wien'],
  city: ['Graz'],
  postalCode: ['80331', '1010'],
  industry: ['food', 'paper'],
}
type Field = keyof typeof values
const fields = Object.keys(values) as Field[]
const points: Record<Field, number> = { country: 2, region: 4, city: 8, postalCode: 16, industry: 1 }

const facts = fc.record(
  Object.fromEntries(fields.map((field) => [field, fc.option(fc.constantFrom(...values[field]))])),
)
const rule: fc.Arbitrary<PlacingRule> = fc.record({
  id: fc.uuid(),
  version: fc.nat(5),
  name: fc.constantFrom('a', 'b', 'c'),
  territory: fc.constantFrom('north', 'south', 'east'),
  conditions: fc.uniqueArray(
    fc.constantFrom(...fields).chain((field) =>
      fc.record({
        field: fc.constant(field),
        is: fc.constant('in' as const),
        value: fc.subarray(values[field], { minLength: 1 }),
      }),
    ),
    { selector: ({ field }) => field, minLength: 1, maxLength: 3 },
  ),
  accounts: fc.subarray(['acme', 'beta']),
  priority: fc.nat(2),
})

/** Goes through all rules and keeps the better of two, one question after the other. */
function naive(rules: readonly PlacingRule[], id: string, known: Record<string, string | null>): string | null {
  let best: PlacingRule | null = null
  const rank = (one: PlacingRule) =>
    one.conditions.map(({ field }) => points[field as Field]).reduce((a, b) => a + b, 0)
  for (const one of rules) {
    const isNamed = one.accounts.includes(id)
    const fits = one.conditions.every(({ field, value }) => (value as string[]).includes(known[field] ?? '-'))
    if (!isNamed && !fits) continue
    if (best === null) {
      best = one
      continue
    }
    const bestNamed = best.accounts.includes(id)
    if (isNamed !== bestNamed) best = isNamed ? one : best
    else if (!isNamed && rank(one) !== rank(best)) best = rank(one) > rank(best) ? one : best
    else if (one.priority !== best.priority) best = one.priority > best.priority ? one : best
    else if (one.name !== best.name) best = one.name < best.name ? one : best
    else best = one.id < best.id ? one : best
  }
  return best?.id ?? null
}

it('the territory is the one a naive search finds, whatever the order of the rules', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(rule, { selector: ({ id }) => id, maxLength: 8 }),
      facts,
      fc.constantFrom('acme', 'other'),
      (rules, known, id) => {
        const placement = place(rules, 'set', { id, facts: known })
        expect(placement?.rule ?? null).toBe(naive(rules, id, known as Record<string, string | null>))
        expect(place(rules.toReversed(), 'set', { id, facts: known })).toEqual(placement)
      },
    ),
    { numRuns: 300, seed: 6 },
  )
})
