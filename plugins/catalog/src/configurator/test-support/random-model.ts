import fc from 'fast-check'
import type { Choice, ConfigurationModel } from '../configuration-model.ts'

const few = <T>(values: fc.Arbitrary<T>, maxLength: number, minLength = 0): fc.Arbitrary<T[]> =>
  fc.uniqueArray(values, { minLength, maxLength })

const option = fc.constantFrom('a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'c0', 'c1')

const shape = fc.record({
  cardinalities: fc.tuple(
    fc.constantFrom([1, 1], [0, 1], [1, 2]),
    fc.constantFrom([1, 1], [0, 2], [2, 3]),
    fc.constantFrom([0, 2], [1, 1], [0, 1]),
  ),
  required: fc.boolean(),
  clauses: fc.array(
    fc.record({
      type: fc.constantFrom('requires' as const, 'excludes' as const),
      when: few(option, 2),
      options: few(option, 2, 1),
    }),
    { maxLength: 6 },
  ),
  ranges: fc.array(
    fc.record({
      when: few(option, 2),
      min: fc.option(fc.constantFrom('0', '1.5', '2', '4.5', '9')),
      max: fc.option(fc.constantFrom('-1', '1', '3', '4', '6')),
    }),
    { maxLength: 3 },
  ),
  chosen: few(option, 4),
  value: fc.option(fc.constantFrom('1', '2.5', '4', '5.5')),
})

/** Small models: three features with eight options, and a number of 1, 2.5, 4 or 5.5; with choices that may or may not go together. */
export const arbitraryModel = fc.noBias(shape).map(({ cardinalities, required, clauses, ranges, chosen, value }) => {
  const feature = (id: string, count: number, [min, max]: readonly number[]) => ({
    ...named(id),
    min: min as number,
    max: max as number,
    options: Array.from({ length: count }, (_, n) => ({ ...named(`${id}${n}`), isDefault: false })),
    number: null,
  })
  const model: ConfigurationModel = {
    features: [
      feature('a', 3, cardinalities[0]),
      feature('b', 3, cardinalities[1]),
      { ...named('n'), min: required ? 1 : 0, max: 1, options: [], number: { min: '1', max: '6', step: '1.5' } },
      feature('c', 2, cardinalities[2]),
    ],
    constraints: [
      ...clauses.map((clause, n) => ({ ...named(`clause ${n}`), ...clause, feature: null, min: null, max: null })),
      ...ranges
        .filter(({ min, max }) => min !== null || max !== null)
        .map((range, n) => ({ ...named(`range ${n}`), ...range, type: 'range' as const, options: [], feature: 'n' })),
    ],
  }
  const choices: Choice[] = chosen.sort().map((id) => ({ feature: id.slice(0, 1), option: id }))
  if (value !== null) choices.push({ feature: 'n', value })
  return { model, choices }
})

const named = (id: string) => ({ id, version: 1, name: id })
