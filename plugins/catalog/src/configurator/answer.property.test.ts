import fc from 'fast-check'
import { expect, it } from 'vitest'
import { answer } from './answer.ts'
import type { Choice } from './configuration-model.ts'
import { fewest, having, isJust, isMinimalReason, wholes } from './test-support/oracle.ts'
import { arbitraryModel } from './test-support/random-model.ts'

it('what is possible, why not, and what would make it possible are those of trying everything', () => {
  const told = { valid: 0, invalid: 0, complete: 0, impossible: 0, never: 0, changes: 0, chains: 0 }
  fc.assert(
    fc.property(arbitraryModel, fc.nat(), ({ model, choices }, shuffle) => {
      const all = wholes(model)
      const said = answer(model, choices, 1_000_000)
      const possible = having(all, choices)
      expect(said.valid).toBe(possible.length > 0)
      expect(said.complete).toBe(possible.some((whole) => isJust(whole, choices)))
      told[said.valid ? 'valid' : 'invalid']++
      if (said.complete) told.complete++
      const check = (wanted: readonly Choice[], told_: typeof said.conflict): void => {
        if (!told_) throw new Error('without a reason')
        expect(told_.change).toEqual(fewest(all, choices, wanted))
        expect(isMinimalReason(model, wanted, told_.choices, told_.rules)).toBe(true)
        if (told_.change === null) told.never++
        else if (told_.change.length > 1) told.changes++
        if (told_.rules.length > 1) told.chains++
      }
      if (!said.valid) check([], said.conflict)
      for (const feature of said.features) {
        for (const { option, state, impossible } of feature.options) {
          const wanted: Choice = { feature: feature.feature, option }
          if (choices.some((choice) => 'option' in choice && choice.option === option)) expect(state).toBe('selected')
          else expect(state).toBe(having(possible, [wanted]).length > 0 ? 'available' : 'impossible')
          if (state !== 'impossible') continue
          told.impossible++
          check([wanted], impossible)
        }
        if (feature.feature !== 'n') continue
        const others = choices.filter((choice) => choice.feature !== 'n')
        for (const value of ['1', '2.5', '4', '5.5'])
          expect(
            feature.possible.some(({ min, max }) => Number(min) <= Number(value) && Number(value) <= Number(max)),
          ).toBe(having(all, [...others, { feature: 'n', value }]).length > 0)
      }
      const turned = shuffle % 2 === 0 ? choices.toReversed() : [...choices.slice(1), ...choices.slice(0, 1)]
      expect(answer(model, turned, 1_000_000)).toEqual(said)
    }),
    { numRuns: 300, seed: 3, endOnFailure: true },
  )
  // The models are worth their time only if all of this is in them.
  for (const count of Object.values(told)) expect(count).toBeGreaterThan(10)
})

it('a search that takes too long is given up with a code', () => {
  // Nine birds for eight holes: small, and hard for any search of this kind.
  const holes = 8
  const birds = Array.from({ length: holes + 1 }, (_, bird) => ({
    id: `bird ${bird}`,
    version: 1,
    name: '',
    min: 1,
    max: 1,
    options: Array.from({ length: holes }, (_, hole) => ({
      id: `${bird} in ${hole}`,
      version: 1,
      name: '',
      isDefault: false,
    })),
    number: null,
  }))
  const constraints = birds.flatMap((_, bird) =>
    Array.from({ length: holes }, (_, hole) => ({
      id: `${bird} alone in ${hole}`,
      version: 1,
      name: '',
      type: 'excludes' as const,
      when: [`${bird} in ${hole}`],
      options: birds.flatMap((_, other) => (other === bird ? [] : [`${other} in ${hole}`])),
      feature: null,
      min: null,
      max: null,
    })),
  )
  expect(() => answer({ features: birds, constraints }, [], 500_000)).toThrow(
    expect.objectContaining({ code: 'CONFIGURATION_TOO_COMPLEX' }),
  )
})
