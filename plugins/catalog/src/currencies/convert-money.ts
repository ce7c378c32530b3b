import { type Context, formatAmount, type Id, sql, TesseraError } from '@tessera/core'
import { type CatalogModel, ExchangeRate } from '../model.ts'
import { catalogSettings } from '../settings.ts'
import { checkConversions } from './check-conversions.ts'
import type { Conversion, ConversionOutcome, RateUsed } from './conversion.ts'
import { convertedMinor, ratesFor } from './rate-on.ts'

type Ctx = Context<typeof CatalogModel>

/**
 * Up to 10,000 amounts in other currencies, in one statement and in their order; where a rate is missing, the error that says which. Which
 * rate counts: see `rateOn`. Rounded once, half away from zero, to the minor unit of the target. The same currency needs no rate.
 * @throws VALIDATION with every unusable conversion at its place, such as `conversions.3.to`; TOO_MANY; FORBIDDEN to whom sees no rates
 * @example
 * const [outcome] = await convertMoney(ctx, [{ amount: money(1000n, 'USD'), to: 'EUR', on: '2026-05-01' }])
 */
export async function convertMoney(ctx: Ctx, conversions: readonly Conversion[]): Promise<ConversionOutcome[]> {
  checkConversions(conversions)
  if (conversions.length === 0) return []
  if (!ctx.readable(ExchangeRate).has('rate'))
    throw new TesseraError('FORBIDDEN', { who: `This ${ctx.actor.kind}`, op: 'read', what: 'exchangeRate' })
  const asked = { from: sql`c.from_currency`, to: sql`c.to_currency` }
  const { rows } = await sql<ConvertedRow>`
    with c as materialized (
      select * from unnest(${conversions.map(({ amount }) => amount.minor)}::bigint[], ${conversions.map(({ amount }) => amount.currency)}::text[],
        ${conversions.map(({ to }) => to)}::text[], ${conversions.map(({ on }) => on)}::date[])
        with ordinality c(minor, from_currency, to_currency, on_day, place)
    )
    select ${convertedMinor(sql`c.minor`, asked, 'r')}::text as minor, round(round(r.numerator, 24) / r.denominator, 18)::text as factor, r.day::text as day,
      r.first_id, r.first_version, r.first_day::text as first_day, trim_scale(r.first_rate)::text as first_rate, r.first_inverse,
      r.second_id, r.second_version, r.second_day::text as second_day, trim_scale(r.second_rate)::text as second_rate, r.second_inverse
    from c left join ${ratesFor(ctx, sql`select * from c`)} r using (from_currency, to_currency, on_day)
    order by c.place`.execute(ctx.db)
  return rows.map((row, index) => outcomeOf(ctx, conversions[index] as Conversion, row))
}

interface ConvertedRow {
  /** Null where a rate is missing. */
  readonly minor: string | null
  readonly factor: string
  readonly day: string | null
  readonly firstId: Id | null
  readonly firstVersion: number
  readonly firstDay: string
  readonly firstRate: string
  readonly firstInverse: boolean
  readonly secondId: Id | null
  readonly secondVersion: number
  readonly secondDay: string
  readonly secondRate: string
  readonly secondInverse: boolean
}

function outcomeOf(ctx: Ctx, { amount, to, on }: Conversion, row: ConvertedRow): ConversionOutcome {
  const from = amount.currency
  if (row.minor === null) {
    const days = ctx.settings(catalogSettings).rateMaxAgeDays
    return new TesseraError('EXCHANGE_RATE_MISSING', { from, to, date: on, days, company: ctx.company.currency })
  }
  const minor = BigInt(row.minor)
  if (BigInt.asIntN(64, minor) !== minor)
    return new TesseraError('AMOUNT_TOO_LARGE', { amount: formatAmount(amount), from, to })
  return {
    amount: { minor, currency: to },
    rate: row.factor.replace(/\.?0+$/, ''),
    rateDate: row.day,
    rateId: row.firstId,
    inverse: row.firstInverse === true,
    rates: ratesOf(row),
  }
}

function ratesOf(row: ConvertedRow): RateUsed[] {
  const rates: RateUsed[] = []
  if (row.firstId !== null)
    rates.push({
      id: row.firstId,
      version: row.firstVersion,
      day: row.firstDay,
      rate: row.firstRate,
      inverse: row.firstInverse,
    })
  if (row.secondId !== null)
    rates.push({
      id: row.secondId,
      version: row.secondVersion,
      day: row.secondDay,
      rate: row.secondRate,
      inverse: row.secondInverse,
    })
  return rates
}
