import { type RawBuilder, sql } from '@tessera/core'

/** A day whose snapshot was taken. */
export interface TakenDay {
  readonly day: string
  readonly takenAt: Date
}

/**
 * How each opportunity stands, as a query: what a snapshot keeps of it. `counts_on` is the expected close, once closed the day of that;
 * splits are in the order of their persons' ids, null where there are none.
 */
export const liveState: RawBuilder<unknown> = sql`
  select o.id, o.status, o.category, o.probability, case when o.status = 'open' then o.close_date else o.closed_on end as counts_on,
    o.amount_minor, o.amount_currency, o.expected_cost_minor as cost_minor, o.expected_cost_currency as cost_currency,
    o.owner_id::text as owner, o.team_id::text as team, o.territory_id::text as territory, p.splits
  from crm.opportunity o
  left join (
    select s.opportunity_id, jsonb_agg(jsonb_build_object('user', s.user_id, 'percent', trim_scale(s.percent)::text) order by s.user_id) as splits
    from crm.opportunity_split s where s.type = 'revenue' and s.deleted_at is null group by s.opportunity_id
  ) p on p.opportunity_id = o.id
  where o.deleted_at is null`

/**
 * The same as it was known on a snapshot day, which was taken at `takenAt`. Deleting an opportunity puts its snapshots into the recycle bin
 * with it; of the days before they go on telling, since the past does not change.
 */
export const stateOn = ({ day, takenAt }: TakenDay): RawBuilder<unknown> => sql`
  select s.opportunity_id as id, s.status, s.category, s.probability, s.counts_on, s.amount_minor, s.amount_currency,
    s.cost_minor, s.cost_currency, s.owner, s.team, s.territory, s.splits
  from crm.opportunity_snapshot s
  where s.valid_from <= ${day}::date and (s.valid_until is null or s.valid_until > ${day}::date)
    and (s.deleted_at is null or s.deleted_at > ${takenAt.toISOString()}::timestamptz)`
