import type { Id } from '@tessera/core'
import type { ConfigurationModel, ModelFeature, RuleRef } from './configuration-model.ts'
import { Grid } from './grid.ts'

/** At least one holds: `+n` says that option n - 1 is chosen, `-n` that it is not. */
export interface Clause {
  readonly rule: number
  readonly literals: readonly number[]
}

/** How many of these options may be chosen. */
export interface Cardinality {
  readonly rule: number
  readonly options: readonly number[]
  readonly min: number
  readonly max: number
}

/** Where all options of `when` are chosen, the number is one of the places from `first` to `last`. */
export interface Range {
  readonly rule: number
  readonly when: readonly number[]
  readonly first: number
  readonly last: number
}

/** A numeric feature. One that may stay open is bound by nothing until it has a value. */
export interface NumberPart {
  readonly feature: Id
  readonly grid: Grid
  readonly required: boolean
  readonly ranges: readonly Range[]
}

/** A model as the solver takes it: options and rules are numbers, in the model's order. */
export interface Problem {
  readonly rules: readonly RuleRef[]
  readonly options: readonly { readonly id: Id; readonly feature: Id }[]
  readonly optionNumbers: ReadonlyMap<Id, number>
  readonly clauses: readonly Clause[]
  readonly cardinalities: readonly Cardinality[]
  readonly numbers: readonly NumberPart[]
}

export function problemOf({ features, constraints }: ConfigurationModel): Problem {
  const rules: RuleRef[] = []
  const ruleOf = (entity: RuleRef['entity'], { id, version, name }: Omit<RuleRef, 'entity'>): number =>
    rules.push({ entity, id, version, name }) - 1
  const options = features.flatMap((feature) => feature.options.map(({ id }) => ({ id, feature: feature.id })))
  const optionNumbers = new Map(options.map(({ id }, number) => [id, number]))
  const numbersOf = (ids: readonly Id[]): number[] =>
    ids.map((id) => optionNumbers.get(id) as number).sort((a, b) => a - b)
  const cardinalities = features
    .filter(({ number }) => number === null)
    .map((feature) => ({
      rule: ruleOf('productFeature', feature),
      options: numbersOf(feature.options.map(({ id }) => id)),
      min: feature.min,
      max: feature.max,
    }))
  const clauses: Clause[] = []
  const ranges = new Map<Id, Range[]>()
  const numeric = features.flatMap((feature) => (feature.number ? [{ feature, grid: new Grid(feature.number) }] : []))
  for (const constraint of constraints) {
    const rule = ruleOf('productConstraint', constraint)
    const when = numbersOf(constraint.when)
    const unless = when.map((option) => -(option + 1))
    const meant = numbersOf(constraint.options)
    if (constraint.type === 'requires')
      clauses.push({ rule, literals: [...unless, ...meant.map((option) => option + 1)] })
    if (constraint.type === 'excludes')
      clauses.push(...meant.map((option): Clause => ({ rule, literals: [...unless, -(option + 1)] })))
    const bound = numeric.find(({ feature }) => feature.id === constraint.feature)
    if (constraint.type === 'range' && bound) {
      const [first, last] = bound.grid.between(constraint.min, constraint.max)
      ranges.set(bound.feature.id, [...(ranges.get(bound.feature.id) ?? []), { rule, when, first, last }])
    }
  }
  const numbers = numeric.map(({ feature, grid }) => numberPart(feature, grid, ranges.get(feature.id) ?? []))
  return { rules, options, optionNumbers, clauses, cardinalities, numbers }
}

const numberPart = (feature: ModelFeature, grid: Grid, ranges: readonly Range[]): NumberPart => ({
  feature: feature.id,
  grid,
  required: feature.min > 0,
  ranges,
})
