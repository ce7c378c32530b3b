import { currencyDigits, type Id, type RowIn } from '@tessera/core'
import { commissionEngine } from '@tessera/plugin-sfa'
import type { PrmModel, RewardRule } from '../../model.ts'

export type RuleRow = RowIn<typeof PrmModel, typeof RewardRule>

/**
 * Rules between which one is chosen for each thing that happens: those of a kind that count the same. A growth bonus, a price protection and a
 * referral reward stand alone, so several of them add up.
 */
export interface Stream {
  readonly key: string
  readonly kind: RuleRow['kind']
  readonly earnedAt: RuleRow['earnedAt']
  readonly reach: RuleRow['reach']
  readonly rules: readonly RuleRow[]
}

const keyOf = ({ kind, earnedAt, reach, id }: RuleRow): string =>
  kind === 'commission' || kind === 'volumeRebate' ? `${kind}/${earnedAt}/${reach}` : `${kind}/${id}`

export function streamsOf(rules: readonly RuleRow[]): Stream[] {
  return [...Map.groupBy(rules, keyOf)].map(([key, some]) => {
    const { kind, earnedAt, reach } = some[0] as RuleRow
    return { key, kind, earnedAt, reach, rules: some }
  })
}

/** A tier, and the days on which it was held; a missing end is open. */
export interface TierHeld {
  readonly tier: Id | null
  readonly from: string | null
  readonly until: string | null
}

/** A partner, as rules ask for it. */
export interface Earner {
  readonly id: Id
  readonly program: Id | null
  readonly tiers: readonly TierHeld[]
}

/**
 * The rules of a stream that are for a partner and a currency, ready to calculate with. One for a tier holds on the days on which the partner
 * held it. What it is for besides, each line says.
 */
export const rulesFor = (rules: readonly RuleRow[], earner: Earner, currency: string): commissionEngine.RuleTerms[] =>
  rules
    .filter((rule) => rule.partner === null || rule.partner === earner.id)
    .filter((rule) => rule.currency === null || rule.currency === currency)
    .flatMap((rule) => {
      const terms = termsOf(rule, currency)
      if (rule.tier === null) return [terms]
      return earner.tiers
        .filter(({ tier }) => tier === rule.tier)
        .map(({ from, until }) => ({
          ...terms,
          validFrom: later(terms.validFrom, from),
          validUntil: earlier(terms.validUntil, until),
        }))
    })

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a)
const earlier = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a)

/** Of rules that fit, the highest priority counts; of those the partner's own, then its tier's. Conditions on the line come after. */
export const rankOf = ({ priority, partner, tier }: RuleRow): number =>
  priority + (partner ? 0.5 : 0) + (tier ? 0.25 : 0)

/** A rule, ready to calculate with in a currency. Growth is an attainment of what counted the year before: 10 % more is 110 % of it. */
export function termsOf(rule: RuleRow, currency: string): commissionEngine.RuleTerms {
  const growth = rule.kind === 'growthBonus'
  const digits = growth ? 4 : currencyDigits(currency)
  const tiers = rule.kind === 'volumeRebate' || growth ? rule.tiers : []
  return {
    id: rule.id,
    version: rule.version,
    name: rule.name,
    priority: rankOf(rule),
    rate: rule.amount ? 1_000_000n : commissionEngine.scaled(growth ? '0' : rule.rate, 4),
    tierBasis: tiers.length === 0 ? 'none' : growth ? 'attainment' : 'amount',
    tierMode: rule.tierMode === 'marginal' ? 'marginal' : 'retroactive',
    tiers: tiers
      .map(({ from, rate }) => ({
        from: commissionEngine.scaled(from, digits) + (growth ? 1_000_000n : 0n),
        rate: commissionEngine.scaled(rate, 4),
        text: growth ? `+${from} %` : from,
      }))
      .sort((a, b) => (a.from < b.from ? -1 : 1)),
    accelerators: [],
    capPerLine: null,
    capPerPeriod: rule.capPerPeriod?.minor ?? null,
    product: rule.product,
    category: rule.category,
    territory: rule.territory,
    validFrom: rule.validFrom,
    validUntil: rule.validUntil,
  }
}
