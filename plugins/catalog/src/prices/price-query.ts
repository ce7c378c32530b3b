import { type Context, type Id, type RawBuilder, sql } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { live } from '../live.ts'
import {
  AccountPricing,
  type CatalogModel,
  Category,
  OptionPrice,
  PriceBook,
  PriceBookEntry,
  PriceTier,
  Product,
  ProductOption,
  Promotion,
  PromotionUsage,
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
  /** Prices of the chosen options, each with the amount after it. */
  readonly options: readonly OptionEffect[] | null
  /** A chosen option that has prices, but none in this currency. */
  readonly unpriced: string | null
  readonly tier: Id
  readonly tierVersion: number
  readonly tierName: string
  readonly tierApplies: boolean
  readonly tierAmount: string
  readonly promotion: Id | null
  readonly promotionVersion: number
  readonly promotionName: string
  readonly promotionAmount: string
  /** Promotions that would take something off but are used up for this line. */
  readonly exhausted: readonly { readonly id: Id; readonly version: number; readonly name: string }[] | null
  readonly total: string
}

export interface OptionEffect {
  readonly id: Id
  readonly version: number
  readonly option: Id
  readonly optionVersion: number
  readonly name: string
  readonly after: string
}

/** All lines in one statement, in their order, as the actor: rules that the actor may not see do not count. */
export async function queryPrices(
  ctx: Ctx,
  lines: readonly ReadLine[],
  chosen: readonly (readonly Id[])[],
): Promise<PricedRow[]> {
  const choices = chosen.flatMap((options, index) => options.map((option) => ({ option, place: index + 1 })))
  const { rows } = await sql<PricedRow>`
    with recursive line as (
      select * from unnest(${lines.map(({ account }) => account)}::uuid[], ${lines.map(({ product }) => product)}::uuid[],
        ${lines.map(({ quantity }) => quantity)}::numeric[], ${lines.map(({ date }) => date)}::date[],
        ${lines.map(({ currency }) => currency)}::text[]) with ordinality l(account, product, quantity, day, currency, place)
    ), choice as (
      select * from unnest(${choices.map(({ place }) => place)}::bigint[], ${choices.map(({ option }) => option)}::uuid[])
        with ordinality c(place, option_id, nr)
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
    ), offered as materialized (${offered(ctx)}
    ), fitting as materialized (${fitting(ctx)}
    ), best as (
      select distinct on (place) * from fitting order by place, ${precedence}
    ), list as (
      select distinct on (place) * from fitting where for_all order by place, ${precedence}
    ), gross as (
      select k.*, c.entry_id, c.entry_version, c.book_id, c.book_version, c.book_name, c.unit_price,
        l.entry_id as list_entry, l.entry_version as list_entry_version, l.book_id as list_book,
        l.book_version as list_book_version, l.book_name as list_book_name, k.quantity * l.unit_price as list_amount,
        k.quantity * c.unit_price as book_amount, (c.for_any_buyer and k.discount > 0) is true as tier_applies
      from known k
      left join best c on c.place = k.place
      left join list l on l.place = k.place
    ), expired as (${expired(ctx)}
    ), configured as (${configured(ctx)}
    ), net as materialized (
      select g.*, o.options, o.unpriced, (g.book_amount + coalesce(o.effect, 0)) * case when g.tier_applies then 1 - g.discount * 0.01 else 1 end as tier_amount
      from gross g left join configured o on o.place = g.place
    ), offer as materialized (${offer(ctx)}
    ), usage as (${usage(ctx)}
    ), meant as materialized (${meant}
    ), promoted as (
      select distinct on (place) * from meant where not exhausted order by place, reduction desc, id
    ), exhausted as (
      select place, json_agg(json_build_object('id', id, 'version', version, 'name', name) order by reduction desc, id) as promotions
      from meant where exhausted group by place
    )
    select n.account_id as known_account, n.product_id as known_product, n.sku, n.sold, trim_scale(n.quantity) as quantity,
      x.expired_on,
      n.list_entry, n.list_entry_version, n.list_book, n.list_book_version, n.list_book_name, trim_scale(n.list_amount) as list_amount,
      n.entry_id as entry, n.entry_version, n.book_id as book, n.book_version, n.book_name,
      trim_scale(n.unit_price) as unit_price, trim_scale(n.book_amount) as book_amount, n.options, n.unpriced,
      n.tier_id as tier, n.tier_version, n.tier_name, n.tier_applies, trim_scale(n.tier_amount) as tier_amount,
      p.id as promotion, p.version as promotion_version, p.name as promotion_name,
      trim_scale(n.tier_amount - p.reduction) as promotion_amount, u.promotions as exhausted,
      round(n.tier_amount - coalesce(p.reduction, 0), tessera.money_digits(n.currency)) as total
    from net n left join promoted p on p.place = n.place left join exhausted u on u.place = n.place left join expired x on x.place = n.place order by n.place`.execute(
    ctx.db,
  )
  return rows
}

/** Which books are meant for a line, whenever they hold. */
const forBuyer = sql`b.currency = k.currency and (b.account_id is null or b.account_id = k.account_id)
    and (b.tier_id is null or b.tier_id = k.buyer_tier) and (b.region_id is null or b.region_id = k.buyer_region)`

/** The books of each line. */
const offered = (ctx: Ctx): RawBuilder<unknown> => sql`
  select k.place, k.product_id, k.quantity, k.day, b.id as book_id, b.version as book_version, b.name as book_name, b.priority,
    b.valid_from as book_from,
    b.account_id is not null as for_account, b.tier_id is not null as for_tier, b.region_id is not null as for_region,
    b.account_id is null and b.tier_id is null as for_any_buyer,
    b.account_id is null and b.tier_id is null and b.region_id is null as for_all
  from known k
  join crm.price_book b on ${forBuyer} ${live(ctx, PriceBook, 'b')}
    and (b.valid_from is null or b.valid_from <= k.day) and (b.valid_until is null or k.day <= b.valid_until)
  where k.account_id is not null`

/** Their prices. Looked up one by one (offset 0), or the planner reads all prices of a product for each book. */
const fitting = (ctx: Ctx): RawBuilder<unknown> => sql`
  select o.*, e.id as entry_id, e.version as entry_version, e.unit_price, e."from" as from_quantity, e.valid_from as entry_from
  from offered o
  cross join lateral (select e.id, e.version, e.unit_price, e."from", e.valid_from, e.valid_until from crm.price_book_entry e
    where e.product_id = o.product_id and e.book_id = o.book_id and e."from" <= o.quantity ${live(ctx, PriceBookEntry, 'e')} offset 0) e
  where (e.valid_from is null or e.valid_from <= o.day) and (e.valid_until is null or o.day <= e.valid_until)`

/** For a line without a price, the last day on which it had one. */
const expired = (ctx: Ctx): RawBuilder<unknown> => sql`
  select k.place, max(least(b.valid_until, e.valid_until)) as expired_on
  from gross k
  join crm.price_book_entry e on e.product_id = k.product_id and e."from" <= k.quantity ${live(ctx, PriceBookEntry, 'e')}
  join crm.price_book b on b.id = e.book_id and ${forBuyer} ${live(ctx, PriceBook, 'b')}
  where k.entry_id is null and k.account_id is not null and least(b.valid_until, e.valid_until) < k.day
  group by k.place`

/** Which of the prices in force wins; see `pricesOf`. What it says last decides only between rules that say the same. */
const precedence = sql`priority desc, for_account desc, for_tier desc, for_region desc, book_from desc nulls last,
  from_quantity desc, entry_from desc nulls last, unit_price, entry_id`

/** What chosen options add to a line, and how: each price of each, in the order of the choices. */
const configured = (ctx: Ctx): RawBuilder<unknown> => sql`
  select place, sum(effect) as effect, min(name) filter (where lacking) as unpriced,
    json_agg(json_build_object('id', id, 'version', version, 'option', option_id, 'optionVersion', option_version, 'name', name,
      'after', trim_scale(after)::text) order by nr, id) filter (where effect is not null) as options
  from (
    select priced.*, book_amount + sum(effect) over (partition by place order by nr, id) as after
    from (
      select g.place, g.book_amount, c.nr, o.id as option_id, o.version as option_version, o.name, op.id, op.version,
        bool_or(op.amount is not null) over one and not coalesce(bool_or(op.currency = g.currency) over one, false) as lacking,
        case when op.percent is not null then g.book_amount * op.percent * 0.01 when op.currency = g.currency then g.quantity * op.amount end as effect
      from choice c
      join gross g on g.place = c.place
      join crm.product_option o on o.id = c.option_id ${live(ctx, ProductOption, 'o')}
      left join crm.option_price op on op.option_id = o.id ${live(ctx, OptionPrice, 'op')}
      window one as (partition by g.place, o.id)
    ) priced
  ) running group by place`

/** Promotions that hold on one of the days, each with its limits in major units. */
const offer = (ctx: Ctx): RawBuilder<unknown> => sql`
  select pr.id, pr.version, pr.name, pr.percent, pr.product_id, pr.category_id, pr.tier_id, pr.min_quantity, pr.max_quantity, pr.valid_from, pr.valid_until,
    pr.new_for_days, coalesce(pr.max_reduction_currency, pr.budget_currency) as limit_currency,
    (tessera.money_json(pr.max_reduction_minor, pr.max_reduction_currency) ->> 'amount')::numeric as limit_amount,
    (tessera.money_json(pr.budget_minor, pr.budget_currency) ->> 'amount')::numeric as budget, pr.total_quantity, pr.uses_per_account
  from crm.promotion pr
  where (pr.valid_from is null or pr.valid_from <= (select max(day) from line))
    and (pr.valid_until is null or pr.valid_until >= (select min(day) from line)) ${live(ctx, Promotion, 'pr')}`

/** What is used of those with limits: in all (no account), and by the accounts of the lines. */
const usage = (ctx: Ctx): RawBuilder<unknown> => sql`
  select us.promotion_id, us.account_id, us.currency, us.uses, us.quantity, us.reduction
  from offer pr
  join crm.promotion_usage us on us.promotion_id = pr.id ${live(ctx, PromotionUsage, 'us')}
  where coalesce(pr.total_quantity, pr.budget, pr.uses_per_account) is not null
    and (us.account_id is null or us.account_id in (select account_id from known))`

/** For each line the promotions on its product, on a category above, and on everything, with what each takes off; and whether that is more than is left of it. */
const meant = sql`
  select n.place, pr.id, pr.version, pr.name, off.reduction,
    (pr.total_quantity is not null and n.quantity + coalesce((select sum(quantity) from usage where promotion_id = pr.id and account_id is null), 0) > pr.total_quantity)
      or (pr.budget is not null and off.reduction + coalesce((select sum(reduction) from usage where promotion_id = pr.id and account_id is null and currency = n.currency), 0) > pr.budget)
      or (pr.uses_per_account is not null and coalesce((select sum(uses) from usage where promotion_id = pr.id and account_id = n.account_id), 0) >= pr.uses_per_account)
      as exhausted
  from (
    select n.place, pr.id from net n join offer pr on pr.product_id = n.product_id
      where pr.category_id is null or exists (select from category_above c where c.id = n.category_id and c.above = pr.category_id)
    union all
    select n.place, pr.id from net n join category_above c on c.id = n.category_id join offer pr on pr.category_id = c.above and pr.product_id is null
    union all
    select n.place, pr.id from net n join offer pr on pr.product_id is null and pr.category_id is null
  ) fitting
  join net n on n.place = fitting.place
  join offer pr on pr.id = fitting.id and (pr.tier_id is null or pr.tier_id = n.buyer_tier)
    and (pr.min_quantity is null or pr.min_quantity <= n.quantity) and (pr.max_quantity is null or n.quantity <= pr.max_quantity)
    and (pr.valid_from is null or pr.valid_from <= n.day) and (pr.valid_until is null or n.day <= pr.valid_until)
    and (pr.new_for_days is null or n.day < n.released_on + pr.new_for_days)
    and (pr.limit_currency is null or pr.limit_currency = n.currency)
  cross join lateral (select least(n.tier_amount * pr.percent * 0.01, pr.limit_amount) as reduction) off
  where off.reduction > 0`
