import { type Context, type Id, sql } from '@tessera/core'
import type { SfaModel } from '../../model.ts'
import { factsOfLead, readFactNames } from '../lead-facts.ts'
import { type Happening, type Score, type ScoreRule, scoreLead } from './score.ts'

type Ctx = Context<typeof SfaModel>
export type LeadToScore = Parameters<typeof factsOfLead>[0] & { readonly id: Id; readonly createdAt: Date }

/** What scoring rules can ask of an interaction. */
export const interactionFactNames = ['type', 'direction', 'channel', 'outcome', 'subject'] as const

/** The scores of some leads at an instant, by id; however many, in four statements. */
export async function readScores(ctx: Ctx, leads: readonly LeadToScore[], asOf: Date): Promise<Map<Id, Score>> {
  const rules = await readRules(ctx)
  if (rules.length === 0) return new Map(leads.map(({ id }) => [id, { points: 0, rules: [] }]))
  const names = await readFactNames(ctx, leads)
  const happened = rules.some(({ counts }) => counts === 'interaction') ? await readInteractions(ctx, leads) : new Map()
  return new Map(
    leads.map((lead) => [
      lead.id,
      scoreLead(rules, { at: lead.createdAt, facts: factsOfLead(lead, names) }, happened.get(lead.id) ?? [], asOf),
    ]),
  )
}

async function readRules(ctx: Ctx): Promise<ScoreRule[]> {
  const { rows } = await sql<ScoreRule>`
    select id, version, name, counts, conditions, points, decay, half_life_days, steps, most
    from crm.scoring_rule where active and deleted_at is null order by id`.execute(ctx.db)
  return rows
}

async function readInteractions(ctx: Ctx, leads: readonly LeadToScore[]): Promise<Map<Id, Happening[]>> {
  const { rows } = await sql<{
    leadId: Id
    at: Date
    type: string
    direction: string | null
    channel: string | null
    outcome: string | null
    subject: string
  }>`
    select lead_id, occurred_at as at, type, direction, channel, outcome, subject from crm.interaction
    where lead_id = any(${leads.map(({ id }) => id)}::uuid[]) and deleted_at is null`.execute(ctx.db)
  const found = new Map<Id, Happening[]>()
  for (const { leadId, at, ...facts } of rows)
    found.set(leadId, [...(found.get(leadId) ?? []), { at: new Date(at), facts }])
  return found
}
