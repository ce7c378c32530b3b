import type { Context } from '@tessera/core'
import { ExchangeRate } from '@tessera/plugin-catalog/model'
import { upsertByKey } from '../keys.ts'
import { Dice } from '../random.ts'
import { demoDays } from '../sales/days.ts'

/** Units of each currency for a euro, in ten-thousandths, about which the invented rates move. */
const about = { USD: 10_850, CNY: 78_400, GBP: 8_520, CHF: 9_460, MXN: 201_300 } as const

/** A rate a week for two years back, so that amounts of today can be converted. */
export async function seedExchangeRates(ctx: Context): Promise<void> {
  const day = await demoDays(ctx)
  const dice = new Dice(20_260_302)
  const rates = new Map<string, Record<string, unknown>>()
  for (const [toCurrency, middle] of Object.entries(about)) {
    let rate = middle
    for (let weeks = 110; weeks >= 0; weeks--) {
      rate += Math.round((middle - rate) / 8) + dice.int(-80, 80)
      const digits = String(rate).padStart(5, '0')
      rates.set(`EUR-${toCurrency}-${weeks}`, {
        fromCurrency: 'EUR',
        toCurrency,
        day: day(weeks * 7),
        rate: `${digits.slice(0, -4)}.${digits.slice(-4)}`,
        source: 'Demo',
      })
    }
  }
  await upsertByKey(ctx, ExchangeRate, rates)
}
