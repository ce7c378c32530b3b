import { type Id, type Issue, issue } from '@tessera/core'
import type { Choice, ConfigurationModel } from './configuration-model.ts'
import { Grid } from './grid.ts'

/** A choice as it is asked for: an option, or the number of a feature. */
export type ChoiceInput =
  | { readonly option: Id; readonly feature?: Id | null }
  | { readonly feature: Id; readonly value: string | number }

/** Choices of a model, each once and in an order of their own, and what is wrong with the others at their places. */
export function readChoices(
  { features }: ConfigurationModel,
  asked: readonly unknown[],
): { readonly choices: readonly Choice[]; readonly issues: readonly Issue[] } {
  const issues: Issue[] = []
  const taken = new Map<Id, Choice>()
  for (const [index, one] of asked.entries()) {
    const { value, ...ids } = (one ?? {}) as Partial<Record<'option' | 'feature' | 'value', unknown>>
    const [option, featureId] = [small(ids.option), small(ids.feature)]
    if (option !== undefined && option !== null) {
      const feature = features.find(({ options }) => options.some(({ id }) => id === option))
      if (feature && (featureId ?? feature.id) === feature.id)
        taken.set(String(option), { feature: feature.id, option: String(option) })
      else issues.push(issue([index, 'option'], 'UNKNOWN_REFERENCE', { entity: 'option of this product', id: option }))
      continue
    }
    const feature = features.find(({ id, number }) => number && id === featureId)
    if (!feature?.number) {
      issues.push(issue([index, 'feature'], 'UNKNOWN_REFERENCE', { entity: 'number of this product', id: featureId }))
      continue
    }
    const text = String(value)
    const grid = new Grid(feature.number)
    const place = /^-?\d{1,9}(\.\d{1,4}0*)?$/.test(text) ? grid.placeOf(text) : null
    if (place === null)
      issues.push(issue([index, 'value'], 'NOT_ONE_OF', { values: valuesOf(feature.number), got: text }))
    else if (taken.has(feature.id))
      issues.push(issue([index, 'feature'], 'TYPE', { expected: 'one value for each number', got: 'a second one' }))
    else taken.set(feature.id, { feature: feature.id, value: grid.valueAt(place) })
  }
  const sorted = [...taken.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  return { choices: sorted.map(([, choice]) => choice), issues }
}

// As the database writes ids.
const small = (id: unknown): unknown => (typeof id === 'string' ? id.toLowerCase() : id)

const valuesOf = ({
  min,
  max,
  step,
}: {
  readonly min: string
  readonly max: string
  readonly step: string
}): string => {
  const grid = new Grid({ min, max, step })
  return grid.last === 0 ? grid.valueAt(0) : `${grid.valueAt(0)}, ${grid.valueAt(1)} … ${grid.valueAt(grid.last)}`
}
