import { type AnyEntity, type Context, type Id, type RawBuilder, sql } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import {
  AccountPricing,
  type CatalogModel,
  Category,
  PriceBook,
  PriceBookEntry,
  PriceTier,
  Product,
  Promotion,
} from '../model.ts'
import type { ReadLine } from './read-lines.ts'

type Ctx = Context<typeof CatalogModel>

/** What the database says to a line. Amounts are of the whole line, exact; what does not apply is null. */
export interface PricedRow {
  readonly knownAccount: Id | null
  readonly knownProduct: Id | null
  readonly sku: string | null
  readonly sold: boolean | null
  readonly quantity: string
  readonly expiredOn: string | null
  readonly listEntry: Id | null
  readonly listEntryVersion: number
  readonly listBook: Id
  readonly listBookVersion: number
  readonly listBookName: string
  readonly listAmount: string
  readonly entry: Id | null
  readonly entryVersion: number
  readonly book: Id
  readonly bookVersion: number
  readonly bookName: string
  readonly unitPrice: string
  readonly bookAmount: string
  readonly tier: Id
  readonly tierVersion: number
  readonly tierName: string
  readonly tierApplies: boolean
  readonly tierAmount: string
  readonly promotion: Id | null
  readonly promotionVersion: number
  readonly promotionName: string
  readonly promotionAmount: string
  readonly total: string
}

/** All lines in one statement, in their order, as the actor: rules that the actor may not see do not count. */
export async function queryPrices(ctx: Ctx, lines: readonly ReadLine[]): Promise<PricedRow[]> {
  const { rows } = await sql<PricedRow>`
    with recursive line as (
      select * from unnest(${lines.map(({ account }) => account)}::uuid[], ${lines.map(({ product }) => product)}::uuid[],
        ${lines.map(({ quantity }) => quantity)}::numeric[], ${lines.map(({ date }) => date)}::date[],
        ${lines.map(({ currency }) => currency)}::text[]) with ordinality l(account, product, quantity, day, currency, place)
    ), known as materialized (
      select line.*, a.id as account_id, p.id as product_id, p.sku, p.category_id, p.released_on,
        p.released_on <= line.day and (p.discontinued_on is null or line.day <= p.discontinued_on) is true as sold,
        ap.tier_id as buyer_tier, ap.region_id as buyer_region, t.id as tier_id, t.version as tier_version, t.name as tier_name, t.discount
      from line
      left join crm.account a on a.id = line.account ${live(ctx, Account, 'a')}
      left join crm.product p on p.id = line.product ${live(ctx, Product, 'p')}
      left join crm.account_pricing ap on ap.account_id = a.id ${live(ctx, AccountPricing, 'ap')}
      left join crm.price_tier t on t.id = ap.tier_id ${live(ctx, PriceTier, 't')}
    ), category_above(id, above) as (
      select c.id, c.id from crm.category c where c.id in (select category_id from known) ${live(ctx, Category, 'c')}
      union
      select down.id, c.parent_id from category_above down join crm.category c on c.id = down.above ${live(ctx, Category, 'c')}
      where c.parent_id is not null
    ), fitting as materialized (${fitting(ctx)}
    ), candidate as (
      select f.*, row_number() over (partition by place order by ${precedence}) as rank,
        row_number() over (partition by place, for_all order by ${precedence}) as rank_within
      from fitting f where in_time
    ), expired as (
      select place, max(ends) as expired_on from fitting where ends < day group by place
    ), gross as (
      select k.*, c.entry_id, c.entry_version, c.book_id, c.book_version, c.book_name, c.unit_price,
        l.entry_id as list_entry, l.entry_version as list_entry_version, l.book_id as list_book,
        l.book_version as list_book_version, l.book_name as list_book_name, k.quantity * l.unit_price as list_amount,
        k.quantity * c.unit_price as book_amount, (c.for_any_buyer and k.discount > 0) is true as tier_applies
      from known k
      left join candidate c on c.place = k.place and c.rank = 1
      left join candidate l on l.place = k.place and l.for_all and l.rank_within = 1
    ), net as materialized (
      select g.*, case when g.tier_applies then g.book_amount * (1 - g.discount * 0.01) else g.book_amount end as tier_amount from gross g
    ), promoted as (${promoted(ctx)})
    select n.account_id as known_account, n.product_id as known_product, n.sku, n.sold, trim_scale(n.quantity) as quantity,
      x.expired_on,
      n.list_entry, n.list_entry_version, n.list_book, n.list_book_version, n.list_book_name, trim_scale(n.list_amount) as list_amount,
      n.entry_id as entry, n.entry_version, n.book_id as book, n.book_version, n.book_name,
      trim_scale(n.unit_price) as unit_price, trim_scale(n.book_amount) as book_amount,
      n.tier_id as tier, n.tier_version, n.tier_name, n.tier_applies, trim_scale(n.tier_amount) as tier_amount,
      p.id as promotion, p.version as promotion_version, p.name as promotion_name,
      trim_scale(n.tier_amount - p.reduction) as promotion_amount,
      round(n.tier_amount - coalesce(p.reduction, 0), tessera.money_digits(n.currency)) as total
    from net n left join promoted p on p.place = n.place left join expired x on x.place = n.place order by n.place`.execute(
    ctx.db,
  )
  return rows
}

/** Prices that are meant for a line whenever they hold, with the last day on which they do. */
const fitting = (ctx: Ctx): RawBuilder<unknown> => sql`
  select k.place, k.day, e.id as entry_id, e.version as entry_version, e.unit_price, e."from" as from_quantity, e.valid_from as entry_from,
    b.id as book_id, b.version as book_version, b.name as book_name, b.priority, b.valid_from as book_from,
    b.account_id is not null as for_account, b.tier_id is not null as for_tier, b.region_id is not null as for_region,
    b.account_id is null and b.tier_id is null as for_any_buyer,
    b.account_id is null and b.tier_id is null and b.region_id is null as for_all,
    least(b.valid_until, e.valid_until) as ends,
    (b.valid_from is null or b.valid_from <= k.day) and (b.valid_until is null or k.day <= b.valid_until)
      and (e.valid_from is null or e.valid_from <= k.day) and (e.valid_until is null or k.day <= e.valid_until) as in_time
  from known k
  join crm.price_book_entry e on e.product_id = k.product_id and e."from" <= k.quantity ${live(ctx, PriceBookEntry, 'e')}
  join crm.price_book b on b.id = e.book_id and b.currency = k.currency ${live(ctx, PriceBook, 'b')}
  where k.account_id is not null and (b.account_id is null or b.account_id = k.account_id)
    and (b.tier_id is null or b.tier_id = k.buyer_tier) and (b.region_id is null or b.region_id = k.buyer_region)`

/** Which of the prices in force wins; see `pricesOf`. What it says last decides only between rules that say the same. */
const precedence = sql`priority desc, for_account desc, for_tier desc, for_region desc, book_from desc nulls last,
  from_quantity desc, entry_from desc nulls last, unit_price, entry_id`

/** For each line the promotion that takes most off. */
const promoted = (ctx: Ctx): RawBuilder<unknown> => sql`
  select distinct on (n.place) n.place, pr.id, pr.version, pr.name, off.reduction
  from net n
  join crm.promotion pr on (pr.product_id is null or pr.product_id = n.product_id)
    and (pr.category_id is null or exists (select from category_above c where c.id = n.category_id and c.above = pr.category_id))
    and (pr.min_quantity is null or pr.min_quantity <= n.quantity) and (pr.max_quantity is null or n.quantity <= pr.max_quantity)
    and (pr.valid_from is null or pr.valid_from <= n.day) and (pr.valid_until is null or n.day <= pr.valid_until)
    and (pr.new_for_days is null or n.day < n.released_on + pr.new_for_days)
    and (pr.max_reduction_currency is null or pr.max_reduction_currency = n.currency) ${live(ctx, Promotion, 'pr')}
  cross join lateral (select least(n.tier_amount * pr.percent * 0.01,
    (tessera.money_json(pr.max_reduction_minor, pr.max_reduction_currency) ->> 'amount')::numeric) as reduction) off
  where off.reduction > 0
  order by n.place, off.reduction desc, pr.id`

// Partners and customers do not see the column; their policies leave deleted rows out.
const live = (ctx: Ctx, entity: AnyEntity, alias: string): RawBuilder<unknown> =>
  ctx.readable(entity as typeof Product).has('deletedAt') ? sql`and ${sql.ref(`${alias}.deleted_at`)} is null` : sql``
