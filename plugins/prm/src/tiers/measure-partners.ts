import { type Context, type Id, Partner, type RowIn } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { type PrmModel, type ProgramTier, ProgramTier as Tier, TierRequirement, TierRuleSet } from '../model.ts'
import { measured } from './measured.ts'
import type { MeasuredRequirement } from './tier-assessment.ts'

type Ctx = Context<typeof PrmModel>
type PartnerRow = RowIn<typeof PrmModel, typeof Partner>
type TierRow = RowIn<typeof PrmModel, typeof ProgramTier>

/** A partner, its ladder, and what each requirement on it came to. */
export interface MeasuredPartner {
  readonly partner: PartnerRow
  readonly ruleSet: Id
  /** Of the programme, lowest first. */
  readonly tiers: readonly TierRow[]
  readonly measured: readonly MeasuredRequirement[]
}

/** The twelve months up to a day, that day included. */
export function yearUpTo(day: string): { readonly from: string; readonly to: string } {
  const start = new Date(`${day}T00:00:00Z`)
  start.setUTCFullYear(start.getUTCFullYear() - 1)
  start.setUTCDate(start.getUTCDate() + 1)
  return { from: start.toISOString().slice(0, 10), to: day }
}

/**
 * Measures partners against the rules of their programme that are valid today, all of them together: one question per metric. Partners
 * without a programme, or whose programme has no rules yet, are left out. `system` has the system's rights.
 */
export async function measurePartners(system: Ctx, ids: readonly Id[] | null): Promise<MeasuredPartner[]> {
  const today = companyDay(system)
  const [partners, ruleSets, tiers, allRequirements] = await Promise.all([
    system.list(Partner, {
      where: { prmStatus: { eq: 'active' }, prmProgram: { isNull: false }, ...(ids ? { id: { in: ids } } : {}) },
      orderBy: [{ id: 'asc' }],
      limit: 100_000,
    }),
    validRuleSets(system, today),
    system.list(Tier, { orderBy: [{ rank: 'asc' }], limit: 10_000 }),
    // Those of rules that are over, too: they are few, and to ask behind the rules would be another round trip.
    system.list(TierRequirement, { limit: 10_000 }),
  ])
  const judged = partners.flatMap((partner) => {
    const ruleSet = ruleSets.get(partner.prmProgram as Id)
    return ruleSet ? [{ partner, ruleSet }] : []
  })
  if (judged.length === 0) return []
  const sets = new Set(judged.map(({ ruleSet }) => ruleSet))
  const requirements = allRequirements.filter(({ ruleSet }) => sets.has(ruleSet))
  const ladders = Map.groupBy(tiers, ({ program }) => program)
  const asked = { partners: judged.map(({ partner }) => partner.id), ...yearUpTo(today) }
  const values = await measured(system, asked, new Set(requirements.map(({ metric }) => metric)))
  return judged.map(({ partner, ruleSet }) => ({
    partner,
    ruleSet,
    tiers: ladders.get(partner.prmProgram as Id) ?? [],
    measured: requirements
      .filter((requirement) => requirement.ruleSet === ruleSet)
      .map(({ tier, metric, atLeast }) => {
        const known = values.get(metric)?.get(partner.id)
        const value = known?.value ?? null
        return {
          tier,
          metric,
          atLeast,
          value,
          met: value !== null && atMost(atLeast, value),
          ...(known?.note === undefined ? {} : { note: known.note }),
        }
      }),
  }))
}

/** The newest rules of each programme whose day has come. */
async function validRuleSets(system: Ctx, today: string): Promise<Map<Id, Id>> {
  const sets = await system.list(TierRuleSet, {
    where: { validFrom: { lte: today } },
    orderBy: [{ validFrom: 'asc' }],
    limit: 10_000,
  })
  return new Map(sets.map(({ program, id }) => [program, id]))
}

/** Whether one exact decimal is at most another. */
export function atMost(left: string, right: string): boolean {
  const [a, b] = [scaled(left), scaled(right)]
  return a <= b
}

// Four decimals are the most a requirement has; further ones of a value are cut off, which never makes it meet what it does not.
function scaled(text: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const value = BigInt(whole) * 10_000n + BigInt(fraction.slice(0, 4).padEnd(4, '0'))
  return sign === '-' ? -value : value
}
