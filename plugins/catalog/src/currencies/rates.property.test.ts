import { type Id, type Row, sql } from '@tessera/core'
import customers from '@tessera/plugin-customers'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import catalog, { type Conversion, convertedMinor, convertMoney, rateOn } from '../index.ts'
import { ExchangeRate } from '../model.ts'

const maxAge = 10
let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog({ rateMaxAgeDays: maxAge })], currency: 'EUR' })
})
afterAll(() => t.close())

type Rate = Row<typeof ExchangeRate>

// EUR is the company's; yen have no minor unit, dinars three digits.
const currencies = ['EUR', 'USD', 'JPY', 'KWD', 'CHF'] as const
const digits: Readonly<Record<string, bigint>> = { EUR: 100n, USD: 100n, JPY: 1n, KWD: 1000n, CHF: 100n }
const dayOf = (n: number): string => new Date(Date.UTC(2026, 1, 1 + n)).toISOString().slice(0, 10)

const currency = fc.constantFrom(...currencies)
const world = fc.record({
  rates: fc.uniqueArray(
    fc.record({
      fromCurrency: currency,
      toCurrency: currency,
      day: fc.nat(30).map(dayOf),
      rate: fc.constantFrom('1', '0.5', '1.0837', '162.53', '0.000000000001', '999999999999.999999999999', '3'),
    }),
    { minLength: 12, maxLength: 40, selector: ({ fromCurrency, toCurrency, day }) => fromCurrency + toCurrency + day },
  ),
  asked: fc.array(
    fc.record({
      minor: fc.oneof(fc.constantFrom(0n, 1n, -1n, 50n, -150n), fc.bigInt(-(10n ** 12n), 10n ** 12n)),
      currency,
      to: currency,
      on: fc.nat(45).map(dayOf),
    }),
    { minLength: 60, maxLength: 60 },
  ),
})

interface Leg {
  readonly id: Id
  readonly numerator: bigint
  readonly denominator: bigint
}

/** The plainest search: every rate is looked at. Rates as whole numbers of 10^-12. */
function legOf(rates: readonly Rate[], from: string, to: string, on: string): Leg | null {
  const oldest = new Date(Date.parse(on) - maxAge * 86_400_000).toISOString().slice(0, 10)
  const latest = (a: string, b: string): Rate | undefined =>
    rates
      .filter((rate) => rate.fromCurrency === a && rate.toCurrency === b && rate.day >= oldest && rate.day <= on)
      .toSorted((left, right) => (left.day < right.day ? 1 : -1))[0]
  const direct = latest(from, to)
  if (direct) return { id: direct.id, numerator: whole(direct.rate), denominator: 10n ** 12n }
  const inverse = latest(to, from)
  return inverse ? { id: inverse.id, numerator: 10n ** 12n, denominator: whole(inverse.rate) } : null
}

const whole = (rate: string): bigint => BigInt(rate.replace('.', ''))

function legsOf(rates: readonly Rate[], from: string, to: string, on: string): readonly Leg[] | null {
  if (from === to) return []
  const pair = legOf(rates, from, to, on)
  if (pair) return [pair]
  if (from === 'EUR' || to === 'EUR') return null
  const [first, second] = [legOf(rates, from, 'EUR', on), legOf(rates, 'EUR', to, on)]
  return first && second ? [first, second] : null
}

/** Null where a rate is missing. */
function expected(
  rates: readonly Rate[],
  { amount, to, on }: Conversion,
): { readonly minor: bigint; readonly rates: readonly Id[] } | null {
  const legs = legsOf(rates, amount.currency, to, on)
  if (!legs) return null
  const dividend = legs.reduce((product, { numerator }) => product * numerator, amount.minor * (digits[to] as bigint))
  const divisor = legs.reduce((product, leg) => product * leg.denominator, digits[amount.currency] as bigint)
  const size = dividend < 0n ? -dividend : dividend
  const minor = ((2n * size + divisor) / (2n * divisor)) * (dividend < 0n ? -1n : 1n)
  return { minor, rates: legs.map(({ id }) => id) }
}

it('amounts are converted as by a naive search with whole numbers, in bulk as one by one, and in a joined statement', async () => {
  const ways = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.noBias(world), async ({ rates: inputs, asked }) => {
      const before = await t.system.list(ExchangeRate, { limit: 10_000 })
      await t.system.mutate(ExchangeRate).deleteMany(before.map(({ id }) => id))
      const rates = await t.system
        .mutate(ExchangeRate)
        .createMany(inputs.filter(({ fromCurrency, toCurrency }) => fromCurrency !== toCurrency))
      const conversions = asked.map(
        ({ minor, currency, to, on }): Conversion => ({ amount: { minor, currency }, to, on }),
      )
      const answers = conversions.map((conversion) => expected(rates, conversion))
      expect(await joined(conversions)).toEqual(answers.map((answer) => answer?.minor ?? null))
      const outcomes = await convertMoney(t.system, conversions)
      const shown = outcomes.map((outcome) =>
        outcome instanceof Error
          ? outcome.code
          : { minor: outcome.amount.minor, rates: outcome.rates.map(({ id }) => id) },
      )
      expect(shown).toEqual(answers.map(orRefusal))
      for (const [index, outcome] of outcomes.entries()) {
        ways.add(outcome instanceof Error ? outcome.code : outcome.rates.map(({ inverse }) => inverse).join())
        if (index % 20 === 0)
          expect(await convertMoney(t.system, conversions.slice(index, index + 1))).toEqual([outcome])
      }
    }),
    { numRuns: 25, seed: 5, endOnFailure: true },
  )
  const twoLegs = ['false,false', 'false,true', 'true,false', 'true,true']
  expect([...ways].sort()).toEqual(
    ['', 'AMOUNT_TOO_LARGE', 'EXCHANGE_RATE_MISSING', 'false', ...twoLegs, 'true'].sort(),
  )
})

const orRefusal = <A extends { readonly minor: bigint }>(answer: A | null): A | string => {
  if (answer === null) return 'EXCHANGE_RATE_MISSING'
  return BigInt.asIntN(64, answer.minor) === answer.minor ? answer : 'AMOUNT_TOO_LARGE'
}

/** As a report joins them. Sums may be larger than an amount of money, so there is no refusal. */
async function joined(conversions: readonly Conversion[]): Promise<(bigint | null)[]> {
  const asked = { from: sql`d.currency`, to: sql`d.target`, on: sql`d.day` }
  const { rows } = await sql<{ minor: string | null }>`
    select ${convertedMinor(sql`d.minor`, asked, 'r')}::text as minor
    from unnest(${conversions.map(({ amount }) => amount.minor)}::bigint[], ${conversions.map(({ amount }) => amount.currency)}::text[],
      ${conversions.map(({ to }) => to)}::text[], ${conversions.map(({ on }) => on)}::date[])
      with ordinality d(minor, currency, target, day, place)
    left join lateral ${rateOn(t.system, asked)} r on true order by d.place`.execute(t.system.db)
  return rows.map(({ minor }) => (minor === null ? null : BigInt(minor)))
}
