import { type Context, currencyDigits, type RawBuilder, sql } from '@tessera/core'
import { ratesFor } from '@tessera/plugin-catalog'
import type { SfaModel } from '../model.ts'

/** Rates into one currency, each as a fraction, so that nothing is rounded before the amount is. */
export interface CurrencyRates {
  readonly to: string
  readonly from: readonly string[]
  readonly on: readonly string[]
  readonly numerators: readonly string[]
  readonly denominators: readonly string[]
}

/**
 * The dated rates for pairs of a currency and a day, given as a query of `currency` and `day`. A pair without a rate is not in it. Looked up
 * as the system: whoever may see an amount may know what it is worth.
 */
export async function currencyRates(
  ctx: Context<typeof SfaModel>,
  to: string,
  pairs: RawBuilder<unknown>,
): Promise<CurrencyRates> {
  const system = ctx.asSystem('looks up exchange rates')
  const asked = sql`select p.currency as from_currency, ${to}::text as to_currency, p.day as on_day from (${pairs}) p where p.currency is not null`
  const { rows } = await sql<{ currency: string; day: string; numerator: string; denominator: string }>`
    select r.from_currency as currency, r.on_day::text as day, r.numerator::text as numerator, r.denominator::text as denominator
    from ${ratesFor(system, asked)} r`.execute(system.db)
  return {
    to,
    from: rows.map(({ currency }) => currency),
    on: rows.map(({ day }) => day),
    numerators: rows.map(({ numerator }) => numerator),
    denominators: rows.map(({ denominator }) => denominator),
  }
}

/** Minor units in one major unit. */
const unitsOf = (currency: string): bigint => 10n ** BigInt(currencyDigits(currency))

/**
 * The rates as a query of `currency`, `day` and what `worth` needs, made ready here since it would be worked out anew for each of ten
 * thousand deals: `same` for a currency into itself, `doubled` twice the numerator and `divisor` the denominator, both in minor units.
 */
export const ratesTable = ({ to, from, on, numerators, denominators }: CurrencyRates): RawBuilder<unknown> => sql`
  select currency, day, currency = ${to}::text as same, trim_scale(2 * numerator * ${unitsOf(to).toString()}::numeric) as doubled,
    trim_scale(denominator * units) as divisor, trim_scale(2 * denominator * units) as divisor_doubled
  from unnest(${from}::text[], ${on}::date[], ${numerators}::numeric[], ${denominators}::numeric[],
    ${from.map((currency) => unitsOf(currency).toString())}::numeric[]) r(currency, day, numerator, denominator, units)`

/**
 * An amount's minor units (`bigint`) by the rate joined as `rate`: exact, rounded once half away from zero, as `convertMoney` does. Null
 * where the rate is missing or the amount is.
 */
export const worth = (minor: RawBuilder<unknown>, rate: string): RawBuilder<unknown> => {
  const column = (name: string): RawBuilder<unknown> => sql.ref(`${rate}.${name}`)
  const half = sql`case when ${minor} < 0 then - ${column('divisor')} else ${column('divisor')} end`
  return sql`case when ${column('same')} then ${minor}::numeric else div(${minor} * ${column('doubled')} + ${half}, ${column('divisor_doubled')}) end`
}
