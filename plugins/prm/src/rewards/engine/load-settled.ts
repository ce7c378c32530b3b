import { type Context, type Id, sql } from '@tessera/core'
import type { commissionEngine } from '@tessera/plugin-sfa'
import type { PrmModel } from '../../model.ts'

/** An entry of a closed period that nothing took back: it stands, whatever changes later. */
export interface SettledReward extends commissionEngine.SettledEntry {
  readonly stream: string
  readonly currency: string
}

interface Row extends Omit<SettledReward, 'eventNet' | 'basis' | 'amount'> {
  readonly eventNet: string
  readonly basis: string
  readonly amount: string
}

/** What closed periods of a programme settled. What no order line is behind stands under the event's own id. Needs the system's rights. */
export async function loadSettled(ctx: Context<typeof PrmModel>, program: Id): Promise<SettledReward[]> {
  const { rows } = await sql<Row>`
    select e.id, e.partner_id as person, coalesce(e.order_line_id::text, split_part(e.event, ':', 3)) as order_line, e.kind, e.event,
      e.occurred_on::text as occurred_on, p.starts_on::text as period_start, e.event_net_minor::text as event_net,
      e.basis_minor::text as basis, e.amount_minor::text as amount, e.rule_id as rule, e.rule_version, e.stream, e.amount_currency as currency
    from crm.reward_entry e join crm.reward_period p on p.id = e.period_id
    where p.program_id = ${program} and p.status = 'closed' and e.kind in ('earned', 'clawback')
      and not exists (select from crm.reward_entry r where r.reversal_of_id = e.id)
    order by p.starts_on, e.id`.execute(ctx.db)
  return rows.map((row) => ({
    ...row,
    eventNet: BigInt(row.eventNet),
    basis: BigInt(row.basis),
    amount: BigInt(row.amount),
  }))
}

/** The last day of the last closed period, and when each was closed. */
export interface Closing {
  readonly until: string | null
  closedAt(periodStart: string): Date | null
}

export async function loadClosing(ctx: Context<typeof PrmModel>, program: Id): Promise<Closing> {
  const { rows } = await sql<{ startsOn: string; endsOn: string; closedAt: Date }>`
    select starts_on::text as starts_on, ends_on::text as ends_on, closed_at from crm.reward_period
    where program_id = ${program} and status = 'closed' and deleted_at is null order by starts_on`.execute(ctx.db)
  const at = new Map(rows.map(({ startsOn, closedAt }) => [startsOn, closedAt]))
  return { until: rows.at(-1)?.endsOn ?? null, closedAt: (start) => at.get(start) ?? null }
}
