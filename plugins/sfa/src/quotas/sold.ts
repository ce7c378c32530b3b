import { type RawBuilder, sql } from '@tessera/core'
import type { OrderStatus } from '@tessera/plugin-orders/model'
import type { Period } from '../forecast/period.ts'

/**
 * What was sold from the first day to the last, as a query: deals won, and lines of orders (net of discount, without tax and freight). An
 * order counts for whom its splits say; without any, for whom those of its deal do; else for its owner, as for commission.
 * `whole` rows are for quotas of everything; the others have their product and its category, for quotas of these; `halves` says which are
 * wanted. `owner`, `team` and `territory` are texts, `splits` as in snapshots.
 */
export const soldInPeriod = ({ from, to }: Period, halves: readonly boolean[]): RawBuilder<unknown> => sql`
  with won as (
    select o.id, o.closed_on as day, o.amount_minor, o.amount_currency, o.expected_cost_minor, o.owner_id::text as owner,
      o.team_id::text as team, o.territory_id::text as territory,
      (select jsonb_agg(jsonb_build_object('user', s.user_id, 'percent', trim_scale(s.percent)::text) order by s.user_id)
        from crm.opportunity_split s where s.opportunity_id = o.id and s.type = 'revenue' and s.deleted_at is null) as splits
    from crm.opportunity o
    where o.status = 'won' and o.deleted_at is null and o.closed_on between ${from}::date and ${to}::date
  ), ordered as (
    select d.id, d.ordered_on as day, d.owner_id::text as owner, d.team_id::text as team, d.territory_id::text as territory,
      coalesce(
        (select jsonb_agg(jsonb_build_object('user', s.user_id, 'percent', trim_scale(s.percent)::text) order by s.user_id)
          from crm.order_split s where s.order_id = d.id and s.deleted_at is null),
        (select jsonb_agg(jsonb_build_object('user', s.user_id, 'percent', trim_scale(s.percent)::text) order by s.user_id)
          from crm.opportunity_split s where s.opportunity_id = d.sfa_opportunity_id and s.type = 'revenue' and s.deleted_at is null)) as splits
    from crm."order" d
    where d.deleted_at is null and d.status = any(${running}::text[]) and d.ordered_on between ${from}::date and ${to}::date
  )
  select 'opportunities' as source, true as whole, w.day, w.amount_minor as minor, w.amount_currency as currency,
    w.expected_cost_minor as cost_minor, null::uuid as category, null::uuid as product, w.owner, w.team, w.territory, w.splits
  from won w where w.amount_minor is not null and true = any(${halves}::boolean[])
  union all
  select 'opportunities', false, w.day, l.amount_minor, l.amount_currency, l.cost_minor, p.category_id, p.id, w.owner, w.team, w.territory, w.splits
  from won w join crm.opportunity_line l on l.opportunity_id = w.id and l.deleted_at is null and l.amount_minor is not null
  join crm.product p on p.id = l.product_id
  where false = any(${halves}::boolean[])
  union all
  select 'orders', whole, d.day, l.net_minor, l.net_currency, l.cost_minor, p.category_id, p.id, d.owner, d.team, d.territory, d.splits
  from ordered d
  join crm.order_line l on l.order_id = d.id and l.deleted_at is null and l.net_minor is not null
  join crm.product p on p.id = l.product_id
  cross join unnest(${halves}::boolean[]) each(whole)`

/** States of an order that has been agreed upon and was not cancelled. */
const running: readonly OrderStatus[] = ['confirmed', 'inFulfilment', 'delivered', 'closed']
