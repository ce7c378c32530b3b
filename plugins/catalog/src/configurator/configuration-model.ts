import type { Id } from '@tessera/core'

/** Something that is chosen: an option of a feature, or the number of one. */
export type Choice = { readonly feature: Id; readonly option: Id } | { readonly feature: Id; readonly value: string }

/** A row that had a say in what is possible, as it was then: a constraint, or a feature with how many of its options may be chosen. */
export interface RuleRef {
  readonly entity: 'productFeature' | 'productOption' | 'productConstraint'
  readonly id: Id
  readonly version: number
  readonly name: string
}

export interface ModelOption {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly isDefault: boolean
}

export interface ModelFeature {
  readonly id: Id
  readonly version: number
  readonly name: string
  /** How many of the options; 0 or 1 for a number. */
  readonly min: number
  readonly max: number
  /** None for a number. */
  readonly options: readonly ModelOption[]
  /** Values are `min`, `min + step` and so on up to `max`, each a decimal; null for a choice of options. */
  readonly number: { readonly min: string; readonly max: string; readonly step: string } | null
}

export interface ModelConstraint {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly type: 'requires' | 'excludes' | 'range'
  readonly when: readonly Id[]
  readonly options: readonly Id[]
  readonly feature: Id | null
  readonly min: string | null
  readonly max: string | null
}

/** All there is to know of a configurable product. The order of features and options decides between equal answers. */
export interface ConfigurationModel {
  readonly features: readonly ModelFeature[]
  readonly constraints: readonly ModelConstraint[]
}

/** Why something is impossible, and what would make it possible. */
export interface Impossibility {
  /** The choices it does not go with: without any one of them these rules would allow it. */
  readonly choices: readonly Choice[]
  /** The rules that forbid it, in the order in which one leads to the next; without any one of them it would be possible beside these choices. */
  readonly rules: readonly RuleRef[]
  /** The fewest choices to give up or change for it to be possible, of equally few those that stand first; null where it is never possible. */
  readonly change: readonly Choice[] | null
}

export interface OptionAnswer {
  readonly option: Id
  readonly state: 'selected' | 'available' | 'impossible'
  readonly impossible: Impossibility | null
}

export interface FeatureAnswer {
  readonly feature: Id
  readonly options: readonly OptionAnswer[]
  /** Which numbers go with the other choices, from the smallest up; none for a choice of options. */
  readonly possible: readonly { readonly min: string; readonly max: string }[]
}

/** What can be said of some choices. */
export interface ConfigurationAnswer {
  /** Whether they can be completed. */
  readonly valid: boolean
  /** Whether they satisfy everything as they are. */
  readonly complete: boolean
  /** Why they can not be completed. */
  readonly conflict: Impossibility | null
  readonly features: readonly FeatureAnswer[]
}
