import { type Context, type RawBuilder, sql } from '@tessera/core'
import { live } from '../live.ts'
import { type CatalogModel, ExchangeRate } from '../model.ts'
import { catalogSettings } from '../settings.ts'

type Ctx = Context<typeof CatalogModel>
type Sql = RawBuilder<unknown>

/** Expressions of a statement: two currencies (`text`) and a day (`date`). */
export interface RateAsked {
  readonly from: Sql
  readonly to: Sql
  readonly on: Sql
}

/**
 * The rate of a day as a derived table of one row, or none where the rate is missing, for `left join lateral … on true`. It is the latest
 * on or before the day that is not older than `rateMaxAgeDays`: of the pair; else of the pair the other way round; else of both currencies
 * with the company's, each found in that way. An amount is multiplied by `numerator` and divided by `denominator`; `day` is that of the
 * rate, of two the earlier; the rates are in `first_id`, `first_version`, `first_day`, `first_rate`, `first_inverse` and `second_…`.
 * The same currency has a row of 1 and 1 without rates.
 *
 * Whom the statement runs for must see exchange rates; for others there is `ctx.asSystem`.
 * @example
 * const inEuro = { from: sql`d.amount_currency`, to: sql`'EUR'::text`, on: sql`d.closes_on` }
 * sql`select sum(${convertedMinor(sql`d.amount_minor`, inEuro, 'r')}), count(*) filter (where r.numerator is null) as missing
 *   from crm.deal d left join lateral ${rateOn(ctx, inEuro)} r on true`
 */
export function rateOn(ctx: Ctx, { from, to, on }: RateAsked): RawBuilder<unknown> {
  const detour = sql`pair.id is null and asked.source <> asked.target and asked.company not in (asked.source, asked.target)`
  // The caller's expressions stand where no name of ours hides theirs.
  return sql`(
    select coalesce(pair.numerator, one.numerator * two.numerator, 1) as numerator,
      coalesce(pair.denominator, one.denominator * two.denominator, 1) as denominator,
      coalesce(pair.day, least(one.day, two.day)) as day,
      coalesce(pair.id, one.id) as first_id, coalesce(pair.version, one.version) as first_version,
      coalesce(pair.day, one.day) as first_day, coalesce(pair.rate, one.rate) as first_rate,
      coalesce(pair.inverse, one.inverse) as first_inverse,
      two.id as second_id, two.version as second_version, two.day as second_day, two.rate as second_rate, two.inverse as second_inverse
    from (select ${from} as source, ${to} as target, ${on} as day, ${ctx.company.currency}::text as company) asked
    left join lateral ${pairOn(ctx, 'source', 'target', sql`asked.source <> asked.target`)} pair on true
    left join lateral ${pairOn(ctx, 'source', 'company', detour)} one on true
    left join lateral ${pairOn(ctx, 'company', 'target', sql`one.id is not null`)} two on true
    where pair.id is not null or two.id is not null or asked.source = asked.target)`
}

/**
 * The rates for many rows, each looked up once, as a derived table to join on `from_currency`, `to_currency` and `on_day`: what a report over
 * thousands of rows uses in place of `rateOn`. `asked` is a query of these three columns, repetitions and all.
 * @example
 * sql`with d as materialized (select amount_minor as minor, amount_currency as from_currency, 'EUR'::text as to_currency, closes_on as on_day from crm.deal)
 *   select sum(${convertedMinor(sql`d.minor`, { from: sql`d.from_currency`, to: sql`d.to_currency` }, 'r')}), count(*) - count(r.numerator) as missing
 *   from d left join ${ratesFor(ctx, sql`select from_currency, to_currency, on_day from d`)} r using (from_currency, to_currency, on_day)`
 */
export function ratesFor(ctx: Ctx, asked: Sql): RawBuilder<unknown> {
  const one = { from: sql`each.from_currency`, to: sql`each.to_currency`, on: sql`each.on_day` }
  // Where few rows are expected, PostgreSQL would look each rate up again for every row it joins.
  return sql`(with rates as materialized (
    select each.*, found.* from (select distinct from_currency, to_currency, on_day from (${asked}) repeated) each
    join lateral ${rateOn(ctx, one)} found on true) select * from rates)`
}

/**
 * An amount's minor units (`minor`, a whole number) in the currency asked for, by the rate that is joined as `rate`: exact, rounded once
 * half away from zero to a whole minor unit of the target. `numeric`; null where the rate is missing, never 0.
 */
export function convertedMinor(minor: Sql, { from, to }: Omit<RateAsked, 'on'>, rate: string): RawBuilder<string> {
  const dividend = sql`(${minor} * ${sql.ref(`${rate}.numerator`)} * ${unitsOf(to)})`
  const divisor = sql`(${sql.ref(`${rate}.denominator`)} * ${unitsOf(from)})`
  // `div` cuts off the exact quotient; a division by / would round it somewhere first.
  return sql`(sign(${dividend}) * div(2 * abs(${dividend}) + ${divisor}, 2 * ${divisor}))`
}

/** Minor units in one major unit of a currency. */
const unitsOf = (currency: Sql): Sql =>
  sql`(case tessera.money_digits(${currency}) when 2 then 100 when 0 then 1 when 3 then 1000 else 10000 end)::numeric`

type Side = 'source' | 'target' | 'company'

/** The latest rate between two currencies, the direct one before the inverse; nothing is looked up unless `when`. */
const pairOn = (ctx: Ctx, from: Side, to: Side, when: Sql): Sql => sql`(
  select coalesce(direct.id, inverse.id) as id, coalesce(direct.version, inverse.version) as version,
    coalesce(direct.day, inverse.day) as day, coalesce(direct.rate, inverse.rate) as rate, direct.id is null as inverse,
    coalesce(direct.rate, 1) as numerator, coalesce(inverse.rate, 1) as denominator
  from (select) nothing
  left join lateral ${latest(ctx, from, to, when)} direct on true
  left join lateral ${latest(ctx, to, from, sql`direct.id is null and ${when}`)} inverse on true
  where direct.id is not null or inverse.id is not null)`

// The age is asked of the one latest row: subtracting days is not leakproof, so under a policy it would be a filter over all older ones.
const latest = (ctx: Ctx, from: Side, to: Side, when: Sql): Sql => sql`(
  select found.* from (
    select r.id, r.version, r.day, r.rate from crm.exchange_rate r
    where r.from_currency = asked.${sql.raw(from)} and r.to_currency = asked.${sql.raw(to)} and r.day <= asked.day
      ${live(ctx, ExchangeRate, 'r')} and (${when})
    order by r.day desc limit 1) found
  where found.day >= asked.day - ${ctx.settings(catalogSettings).rateMaxAgeDays}::int)`
