import { type Context, type Id, type RowIn, sql } from '@tessera/core'
import { CommissionPlan, CommissionRule, type SfaModel } from '../../model.ts'
import type { PlanTerms, SettledEntry } from './plan-terms.ts'
import { type Above, type RuleTerms, ruleTerms } from './rule-terms.ts'

type Ctx = Context<typeof SfaModel>
type PlanRow = RowIn<typeof SfaModel, typeof CommissionPlan>

/** @throws NOT_FOUND */
export async function loadPlan(ctx: Ctx, id: Id): Promise<{ readonly row: PlanRow; readonly terms: PlanTerms }> {
  const row = await ctx.get(CommissionPlan, id)
  const terms = {
    ...row,
    capPerLine: row.capPerLine?.minor ?? null,
    capPerPeriod: row.capPerPeriod?.minor ?? null,
    capPerPerson: row.capPerPerson?.minor ?? null,
    floorPerPeriod: row.floorPerPeriod?.minor ?? null,
  }
  return { row, terms }
}

export async function loadRules(ctx: Ctx, plan: PlanTerms): Promise<RuleTerms[]> {
  const rows = await ctx.list(CommissionRule, {
    where: { plan: { eq: plan.id } },
    orderBy: [{ id: 'asc' }],
    limit: 10_000,
  })
  return rows.map((row) => ruleTerms(row, plan.currency))
}

/** Categories and territories, each with all above it and itself. */
export async function loadAbove(ctx: Ctx): Promise<Above> {
  const { rows } = await sql<{ id: Id; above: Id[] }>`with recursive up as (
      select id, id as above, parent_id from crm.category union all
      select u.id, c.id, c.parent_id from up u join crm.category c on c.id = u.parent_id),
    over as (
      select id, id as above, parent_id from crm.territory union
      select o.id, t.id, t.parent_id from over o join crm.territory t on t.id = o.parent_id)
    select id, array_agg(above) as above from up group by id union all
    select id, array_agg(above) from over group by id`.execute(ctx.db)
  return new Map(rows.map(({ id, above }) => [id, new Set(above)]))
}

/** Entries of closed periods that stand: neither reversals nor reversed. */
export async function loadSettled(ctx: Ctx, plan: Id): Promise<SettledEntry[]> {
  const { rows } = await sql<
    Omit<SettledEntry, 'eventNet' | 'basis' | 'amount'> & { eventNet: string; basis: string; amount: string }
  >`select e.id, e.person_id as person, e.order_line_id as order_line, e.kind, e.event, e.occurred_on::text as occurred_on,
      p.starts_on::text as period_start, e.event_net_minor::text as event_net, e.basis_minor::text as basis,
      e.amount_minor::text as amount, e.rule_id as rule, e.rule_version
    from crm.commission_entry e join crm.commission_period p on p.id = e.period_id
    where e.plan_id = ${plan} and p.status = 'closed' and e.kind in ('earned', 'clawback')
      and not exists (select from crm.commission_entry r where r.reversal_of_id = e.id)
    order by p.starts_on, e.id`.execute(ctx.db)
  return rows.map((row) => ({
    ...row,
    eventNet: BigInt(row.eventNet),
    basis: BigInt(row.basis),
    amount: BigInt(row.amount),
  }))
}

/** The last day of the last closed period of a plan, or null. */
export async function closedUntil(ctx: Ctx, plan: Id): Promise<string | null> {
  const { rows } = await sql<{ until: string | null }>`select max(ends_on)::text as until from crm.commission_period
    where plan_id = ${plan} and status = 'closed' and deleted_at is null`.execute(ctx.db)
  return rows[0]?.until ?? null
}
