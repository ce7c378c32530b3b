import { currencyDigits, type Id } from '@tessera/core'
import { holdsOn } from './days.ts'
import type { LineFacts } from './line-facts.ts'
import { scaled } from './scaled.ts'

/** A rule, ready to calculate with: rates and factors in ten-thousandths, amounts in minor units of the plan's currency. */
export interface RuleTerms {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly priority: number
  readonly rate: bigint
  readonly tierBasis: 'none' | 'attainment' | 'amount'
  readonly tierMode: 'marginal' | 'retroactive'
  /** Ascending; `from` in ten-thousandths of a per cent, or in minor units. */
  readonly tiers: readonly { readonly from: bigint; readonly rate: bigint; readonly text: string }[]
  readonly accelerators: readonly { readonly from: bigint; readonly factor: bigint }[]
  readonly capPerLine: bigint | null
  /** Per person and period; none where absent. */
  readonly capPerPeriod?: bigint | null
  readonly product: Id | null
  readonly category: Id | null
  readonly territory: Id | null
  readonly validFrom: string | null
  readonly validUntil: string | null
}

/** A rule as its row has it. */
export interface RuleRow {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly priority: number
  readonly rate: string
  readonly tierBasis: RuleTerms['tierBasis']
  readonly tierMode: RuleTerms['tierMode']
  readonly tiers: readonly { readonly from: string; readonly rate: string }[]
  readonly accelerators: readonly { readonly from: string; readonly factor: string }[]
  readonly capPerLine: { readonly minor: bigint } | null
  readonly product: Id | null
  readonly category: Id | null
  readonly territory: Id | null
  readonly validFrom: string | null
  readonly validUntil: string | null
}

export function ruleTerms(row: RuleRow, currency: string): RuleTerms {
  const ascending = (a: { readonly from: bigint }, b: { readonly from: bigint }): number => (a.from < b.from ? -1 : 1)
  const digits = row.tierBasis === 'amount' ? currencyDigits(currency) : 4
  return {
    ...row,
    rate: scaled(row.rate, 4),
    tiers:
      row.tierBasis === 'none'
        ? []
        : row.tiers
            .map(({ from, rate }) => ({ from: scaled(from, digits), rate: scaled(rate, 4), text: from }))
            .sort(ascending),
    accelerators: row.accelerators
      .map(({ from, factor }) => ({ from: scaled(from, 4), factor: scaled(factor, 4) }))
      .sort(ascending),
    capPerLine: row.capPerLine?.minor ?? null,
  }
}

/** What lies in what: a category or territory with all above it, itself included. */
export type Above = ReadonlyMap<Id, ReadonlySet<Id>>

/**
 * The rule for a line on a day: of those that hold and whose conditions the line meets the one of highest priority; then with more conditions;
 * then with the smaller id.
 */
export function ruleFor(
  rules: readonly RuleTerms[],
  line: Pick<LineFacts, 'product' | 'category' | 'territory'>,
  on: string,
  above: Above,
): RuleTerms | null {
  const under = (id: Id | null, of: Id | null): boolean =>
    of === null || (id !== null && above.get(id)?.has(of) === true)
  let best: RuleTerms | null = null
  for (const rule of rules) {
    if (!holdsOn(rule, on) || (rule.product !== null && rule.product !== line.product)) continue
    if (!under(line.category, rule.category) || !under(line.territory, rule.territory)) continue
    if (best === null || before(rule, best)) best = rule
  }
  return best
}

const conditions = ({ product, category, territory }: RuleTerms): number =>
  [product, category, territory].filter((id) => id !== null).length

function before(a: RuleTerms, b: RuleTerms): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority
  if (conditions(a) !== conditions(b)) return conditions(a) > conditions(b)
  return a.id < b.id
}
