import { type Id, sql } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { type Condition, factsOfLead, holds, readFactNames } from '@tessera/plugin-sfa'
import { workingClock } from '../../channel/working-time.ts'
import { notify } from '../../news/notify.ts'
import { rowsByHolder } from '../../news/recipients.ts'
import { prmSettings } from '../../settings.ts'
import { LeadDistributionRule, LeadTurns } from '../entities.ts'
import { type Ctx, type LeadRow, lockDistribution } from '../offers/hold-offer.ts'
import { makeOffers, type Offer } from '../offers/make-offers.ts'
import { choosePartner } from './choose-partner.ts'
import { meant, type PartnerWish, readLeadPartners, territoriesAbove, weightOf } from './partners-for-leads.ts'

/** What became of leads that were to be distributed. Those no rule wants, or that a partner has, are in none of them. */
export interface Distributed {
  readonly offered: readonly Id[]
  /** Partners are left who could have it, and all of them are full now. */
  readonly waiting: readonly Id[]
  /** Nobody is left. */
  readonly stuck: readonly Id[]
}

/**
 * Offers leads to partners by the rules as they are now: the first rule whose conditions hold says who is meant; of those who have room and
 * have not had the lead, one takes it by turns. Decisions wait for each other until they are written, so that shares and capacities are exact
 * however many leads come at once. `outer` has the system's rights.
 */
export function distributeLeads(outer: Ctx, ids: readonly Id[]): Promise<Distributed> {
  return outer.transaction(async (system) => {
    await lockDistribution(system)
    const leads = await openLeads(system, ids)
    if (leads.length === 0) return { offered: [], waiting: [], stuck: [] }
    const [rules, partners, above, names, before, clock] = [
      await readRules(system),
      await readLeadPartners(system),
      await territoriesAbove(system),
      await readFactNames(system as never, leads),
      await offersBefore(system, ids),
      await workingClock(system),
    ]
    const plan: Plan = { offers: [], waiting: [], stuck: [] }
    for (const lead of leads) {
      const facts = factsOfLead(lead as never, names)
      const rule = rules.find(({ conditions }) => holds(conditions, facts))
      if (!rule) continue
      const had = before.get(lead.id) ?? []
      const all = partners.filter((partner) => meant(partner, rule, lead, facts, above))
      const left = all.filter(({ id }) => !had.includes(id))
      const present = left.filter(({ open, capacity }) => open < capacity)
      const choice = had.length < rule.maxOffers ? choosePartner(candidates(present, rule), rule.credits) : null
      const partner = present.find(({ id }) => id === choice?.partner)
      if (choice && partner) {
        rule.given++
        partner.open++
        plan.offers.push({
          lead,
          partner: partner.id,
          capacity: partner.capacity,
          respondBy: clock(rule.responseHours ?? system.settings(prmSettings).leadResponseHours),
          why: {
            by: 'rule',
            rule: rule.id,
            ruleVersion: rule.version,
            ruleName: rule.name,
            turn: rule.given,
            tierWeight: rule.byTier ? partner.tierWeight : 1,
            performance: rule.byPerformance ? partner.performance : 100,
            share: choice.share,
            present: present.length,
            meant: all.length,
          },
        })
      } else if (left.length > 0 && had.length < rule.maxOffers) plan.waiting.push(lead)
      else plan.stuck.push(lead)
    }
    await keepTurns(system, rules)
    await carryOut(system, plan)
    const idsOf = (rows: readonly LeadRow[]): Id[] => rows.map(({ id }) => id)
    return {
      offered: plan.offers.map(({ lead }) => lead.id),
      waiting: idsOf(plan.waiting),
      stuck: idsOf(plan.stuck),
    }
  })
}

interface Plan {
  readonly offers: Offer[]
  readonly waiting: LeadRow[]
  readonly stuck: LeadRow[]
}

const candidates = (present: Awaited<ReturnType<typeof readLeadPartners>>, rule: PartnerWish) =>
  present.map((partner) => ({ partner: partner.id, weight: weightOf(partner, rule) }))

/** Of the leads asked for, those that something can become of and that no partner has, in the order they came. */
async function openLeads(system: Ctx, ids: readonly Id[]): Promise<readonly LeadRow[]> {
  const { rows } = await sql<{ id: Id }>`
    select l.id from crm.lead l
    where l.id = any(${[...ids]}::uuid[]) and l.status in ('new', 'working', 'qualified') and l.deleted_at is null
      and not exists (select from crm.partner_lead o where o.lead_id = l.id and o.deleted_at is null
        and o.status in ('offered', 'accepted', 'converted'))`.execute(system.db)
  const open = rows.map(({ id }) => id)
  return open.length === 0
    ? []
    : system.list(Lead, { where: { id: { in: open } }, orderBy: [{ id: 'asc' }], limit: open.length })
}

/** Who had them before, whatever became of it; nobody is asked twice. */
async function offersBefore(system: Ctx, ids: readonly Id[]): Promise<ReadonlyMap<Id, readonly Id[]>> {
  const { rows } = await sql<{ lead: Id; partners: Id[] }>`
    select lead_id as lead, array_agg(partner_id) as partners from crm.partner_lead
    where lead_id = any(${[...ids]}::uuid[]) and deleted_at is null group by lead_id`.execute(system.db)
  return new Map(rows.map(({ lead, partners }) => [lead, partners]))
}

interface Rule extends PartnerWish {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly conditions: readonly Condition[]
  readonly responseHours: number | null
  readonly maxOffers: number
  readonly turns: Id | null
  readonly credits: Map<string, number>
  readonly before: number
  given: number
}

async function readRules(system: Ctx): Promise<Rule[]> {
  const rules = await system.list(LeadDistributionRule, {
    where: { active: { eq: true } },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    limit: 1000,
  })
  const turns = await system.list(LeadTurns, { limit: 10_000 })
  return rules.map((rule) => {
    const kept = turns.find((one) => one.rule === rule.id)
    return {
      ...rule,
      turns: kept?.id ?? null,
      credits: new Map(Object.entries(kept?.credits ?? {})),
      before: kept?.given ?? 0,
      given: kept?.given ?? 0,
    }
  })
}

async function keepTurns(system: Ctx, rules: readonly Rule[]): Promise<void> {
  for (const { id, turns, credits, before, given } of rules) {
    if (given === before) continue
    const kept = { credits: Object.fromEntries(credits), given }
    if (turns) await system.mutate(LeadTurns).update(turns, kept)
    else await system.mutate(LeadTurns).create({ rule: id, ...kept } as never)
  }
}

async function carryOut(system: Ctx, { offers, waiting, stuck }: Plan): Promise<void> {
  await makeOffers(system, offers)
  const put = (leads: readonly LeadRow[], prmDistribution: 'waiting' | 'stuck') =>
    system
      .mutate(Lead)
      .updateMany(
        leads
          .filter((lead) => lead.prmDistribution !== prmDistribution || lead.prmPartner !== null)
          .map(({ id }) => ({ id, patch: { prmDistribution, prmPartner: null } })),
      )
  await put(waiting, 'waiting')
  await put(stuck, 'stuck')
  // Whoever was told once is not told again while nothing changes.
  const news = stuck.filter(({ prmDistribution }) => prmDistribution !== 'stuck')
  const holders = await rowsByHolder(system, 'prm:distributeLeads', news, ({ owner, team, territory }) => ({
    owner,
    team,
    territory,
  }))
  for (const [, told] of Map.groupBy(holders, ([, leads]) => leads.map(({ id }) => id).join())) {
    const users = told.map(([user]) => user)
    const [lead, ...more] = told[0]?.[1] ?? []
    if (!lead) continue
    await notify(system, {
      users,
      ...(more.length === 0
        ? { kind: 'leads.stuck', params: { lead: lead.name ?? '' }, link: `/desk/leads/${lead.id}` }
        : { kind: 'leads.stuckMany', params: { count: String(more.length + 1) }, link: '/desk/leads?tab=stuck' }),
    })
  }
}
