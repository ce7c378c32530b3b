import { type Id, Partner } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { factsOfLead, holds, readFactNames } from '@tessera/plugin-sfa'
import { covers } from '../../deals/decisions/require-decider.ts'
import { meant, readLeadPartners, territoriesAbove, weightOf } from '../distribution/partners-for-leads.ts'
import { LeadDistributionRule, PartnerLead } from '../entities.ts'
import type { Ctx } from '../offers/hold-offer.ts'

/** A partner a lead could be offered to, and how the rule that wants the lead looks at it. */
export interface LeadCandidate {
  readonly partner: Id
  readonly name: string
  readonly countryCode: string | null
  readonly open: number
  readonly capacity: number
  /** It had this lead already. */
  readonly had: boolean
  /** In hundredths of a per cent, of those who could take it by the rule now; null for whom it does not mean. */
  readonly share: number | null
}

/** Whom a lead could be offered to, those the rule means first. Those the actor may not offer leads to are left out. @throws NOT_FOUND */
export async function leadCandidates(
  ctx: Ctx,
  id: Id,
): Promise<{
  readonly rule: { readonly id: Id; readonly name: string } | null
  readonly partners: readonly LeadCandidate[]
}> {
  const lead = await ctx.get(Lead, id)
  const system = ctx.asSystem('looks who could take a lead')
  const facts = factsOfLead(lead as never, await readFactNames(system as never, [lead]))
  const rules = await system.list(LeadDistributionRule, {
    where: { active: { eq: true } },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    limit: 1000,
  })
  const rule = rules.find(({ conditions }) => holds(conditions, facts)) ?? null
  const partners = await readLeadPartners(system)
  const above = await territoriesAbove(system)
  const before = await system.list(PartnerLead, { where: { lead: { eq: id } }, limit: 1000 })
  const had = new Set(before.map(({ partner }) => partner))
  const wanted = partners.filter((one) => rule && meant(one, rule, lead, facts, above))
  const now = wanted.filter((one) => !had.has(one.id) && one.open < one.capacity)
  const total = now.reduce((sum, one) => sum + (rule ? weightOf(one, rule) : 0), 0)
  const seen = new Map(
    (await ctx.list(Partner, { where: { id: { in: partners.map((one) => one.id) } }, limit: 10_000 }))
      .filter(({ prmManager: manager, prmTeam: team, prmTerritory: territory }) =>
        covers(ctx.actor, 'prm:distributeLeads', { manager, team, territory }),
      )
      .map((one) => [one.id, one.name]),
  )
  return {
    rule: rule && { id: rule.id, name: rule.name },
    partners: partners
      .flatMap((one): LeadCandidate[] => {
        const name = seen.get(one.id)
        if (name === undefined) return []
        const share = rule && now.includes(one) ? Math.round((weightOf(one, rule) * 10_000) / total) : null
        const { id: partner, countryCode, open, capacity } = one
        return [{ partner, name, countryCode, open, capacity, had: had.has(one.id), share }]
      })
      .toSorted((left, right) => (right.share ?? -1) - (left.share ?? -1) || left.name.localeCompare(right.name)),
  }
}
