import { type Context, type Id, sql } from '@tessera/core'
import type { Facts } from '../conditions/condition.ts'
import type { SfaModel } from '../model.ts'
import type { PlacingRule } from './place.ts'

type Ctx = Context<typeof SfaModel>

/** What territory rules can ask of an account or a lead. */
export const territoryFactNames = [
  'country',
  'region',
  'city',
  'postalCode',
  'industry',
  'employees',
  'type',
  'rating',
  'language',
  'company',
] as const

export interface Subject {
  readonly id: Id
  readonly name: string | null
  readonly territory: Id | null
  readonly facts: Facts
}

interface SubjectRow {
  readonly id: Id
  readonly name: string | null
  readonly territoryId: Id | null
  readonly [fact: string]: string | number | null
}

/** The set of rules in force on a day: of those approved the one that began last. */
export async function ruleSetOn(
  ctx: Ctx,
  day: string,
): Promise<{ id: Id; name: string; appliedAt: Date | null } | null> {
  const { rows } = await sql<{ id: Id; name: string; appliedAt: Date | null }>`
    select id, name, applied_at from crm.territory_rule_set
    where status <> 'draft' and effective_from <= ${day}::date and deleted_at is null
    order by effective_from desc, id desc limit 1`.execute(ctx.db)
  return rows[0] ?? null
}

export async function readPlacingRules(ctx: Ctx, ruleSet: Id): Promise<PlacingRule[]> {
  const { rows } = await sql<Omit<PlacingRule, 'territory'> & { territoryId: Id }>`
    select r.id, r.version, r.name, r.territory_id, r.conditions, r.priority,
      coalesce((select array_agg(n.target_id) from crm.territory_rule__accounts n where n.source_id = r.id), '{}') as accounts
    from crm.territory_rule r where r.rule_set_id = ${ruleSet} and r.deleted_at is null order by r.id`.execute(ctx.db)
  return rows.map(({ territoryId, ...rule }) => ({ ...rule, territory: territoryId }))
}

/** Accounts whose territory the rules decide, by id, with the facts of their main address. */
export async function readAccounts(
  ctx: Ctx,
  which: { ids?: readonly Id[]; after?: Id | null; limit?: number },
): Promise<Subject[]> {
  const { rows } = await sql<SubjectRow>`
    select a.id, a.name, a.territory_id, d.country_code as country, d.region, d.city, d.postal_code,
      a.industry, a.employees, a.type, a.rating, a.language, a.name as company
    from crm.account a left join lateral (
      select * from crm.address x where x.account_id = a.id and x.deleted_at is null
      order by x.type = 'main' desc, x.type = 'registered' desc, x.id limit 1) d on true
    where a.deleted_at is null and not a.sfa_territory_fixed
      and (${which.ids ?? null}::uuid[] is null or a.id = any(${which.ids ?? null}::uuid[]))
      and (${which.after ?? null}::uuid is null or a.id > ${which.after ?? null}::uuid)
    order by a.id limit ${which.limit ?? 100_000}`.execute(ctx.db)
  return rows.map(subjectOf)
}

/** Leads that are still open. */
export async function readLeads(ctx: Ctx, which: { after?: Id | null; limit: number }): Promise<Subject[]> {
  const { rows } = await sql<SubjectRow>`
    select id, name, territory_id, country_code as country, region, city, postal_code, industry, employees, 'prospect' as type, rating, language, company
    from crm.lead where deleted_at is null and status in ('new', 'working', 'qualified')
      and (${which.after ?? null}::uuid is null or id > ${which.after ?? null}::uuid)
    order by id limit ${which.limit}`.execute(ctx.db)
  return rows.map(subjectOf)
}

const subjectOf = ({ id, name, territoryId, ...facts }: SubjectRow): Subject => ({
  id,
  name,
  territory: territoryId,
  facts,
})
