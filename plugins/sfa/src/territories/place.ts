import type { Id } from '@tessera/core'
import { type Condition, type Facts, holds } from '../conditions/condition.ts'

/** A rule as placing reads it. */
export interface PlacingRule {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly territory: Id
  readonly conditions: readonly Condition[]
  readonly accounts: readonly Id[]
  readonly priority: number
}

/** Where something belongs by the rules, and why there. */
export interface Placement {
  readonly territory: Id
  readonly rule: Id
  readonly ruleVersion: number
  readonly ruleSet: Id
  /** What the rule goes by: `named account`, or the facts it asks for. */
  readonly by: readonly string[]
  /** The rules that hold as well and were less specific, of lower priority, or only later in the alphabet. */
  readonly over: readonly string[]
}

/** How closely a condition describes: a postal code more than a region, a region more than a country. */
const weights: Readonly<Record<string, number>> = { postalCode: 16, city: 8, region: 4, country: 2 }
const named = 1_000_000

/**
 * The territory of an account or a lead: of the rules that hold the most specific one, that is one that names the account, else the
 * one whose conditions describe most closely (postal code 16, city 8, region 4, country 2, anything else 1, added up); of equals the
 * one of higher priority, then the one whose name comes first, then the smaller id. Null where none holds.
 */
export function place(
  rules: readonly PlacingRule[],
  ruleSet: Id,
  subject: { readonly id: Id; readonly facts: Facts },
): Placement | null {
  const holding = rules
    .filter(
      (rule) => rule.accounts.includes(subject.id) || (isDescribing(rule) && holds(rule.conditions, subject.facts)),
    )
    .map((rule) => ({ rule, specificity: specificityOf(rule, subject.id) }))
    .sort(
      (a, b) =>
        b.specificity - a.specificity ||
        b.rule.priority - a.rule.priority ||
        compare(a.rule.name, b.rule.name) ||
        compare(a.rule.id, b.rule.id),
    )
  const [first, ...others] = holding
  if (!first) return null
  const { rule } = first
  return {
    territory: rule.territory,
    rule: rule.id,
    ruleVersion: rule.version,
    ruleSet,
    by: first.specificity >= named ? ['named account'] : rule.conditions.map(({ field }) => field),
    over: others.slice(0, 10).map((other) => other.rule.name),
  }
}

// One that names accounts and asks for nothing else is for these alone.
const isDescribing = ({ conditions, accounts }: PlacingRule): boolean => conditions.length > 0 || accounts.length === 0

const specificityOf = ({ conditions, accounts }: PlacingRule, id: Id): number =>
  accounts.includes(id) ? named : conditions.reduce((sum, { field }) => sum + (weights[field] ?? 1), 0)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
