import { type RawBuilder, sql } from '@tessera/core'

type Sql = RawBuilder<unknown>

/**
 * Persons and their shares of each row of a deal, to `cross join lateral`: columns `person`, `percent` and `upto`, the per cent up to and
 * with this person. Without splits all of it is the owner's.
 */
export const sharesOf = (owner: Sql, splits: Sql): RawBuilder<unknown> => sql`(
  select ${owner} as person, 100::numeric as percent, 100::numeric as upto where ${splits} is null
  union all
  select e.item ->> 'user', (e.item ->> 'percent')::numeric,
    sum((e.item ->> 'percent')::numeric) over (order by e.place)
  from jsonb_array_elements(${splits}) with ordinality e(item, place))`

/**
 * The rows of a query by the name `rows`, which has `owner` and `splits`, once for each person with a share of them. Of many rows few have
 * splits, and only of those the shares are worked out.
 */
export const sharedOut = (rows: string): RawBuilder<unknown> => sql`(
  select each.*, each.owner as person, 100::numeric as percent, 100::numeric as upto from ${sql.ref(rows)} each where each.splits is null
  union all
  select each.*, p.person, p.percent, p.upto from ${sql.ref(rows)} each cross join lateral ${sharesOf(sql`each.owner`, sql`each.splits`)} p
  where each.splits is not null)`

/**
 * A person's share of whole minor units, of a row joined as `p`. Each is the difference of two rounded running totals, so that the shares
 * of a deal add up to it to the last minor unit whatever the percentages are.
 */
export const shareOf = (minor: Sql): RawBuilder<unknown> =>
  sql`(case when p.percent = 100 then ${minor} else round(${minor} * p.upto * 0.01) - round(${minor} * (p.upto - p.percent) * 0.01) end)`
