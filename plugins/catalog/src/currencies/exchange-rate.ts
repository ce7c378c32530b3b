import { entity, f } from '@tessera/core'

/** What one unit of a currency was worth in another on a day, and until there is a newer rate. */
export class ExchangeRate extends entity(
  'exchangeRate',
  {
    fromCurrency: f.text({ max: 3 }).label({ en: 'From', zh: '源币种' }),
    toCurrency: f.text({ max: 3 }).label({ en: 'To', zh: '目标币种' }),
    day: f.date().label({ en: 'Day', zh: '日期' }),
    rate: f.decimal(24, 12).label({ en: 'Rate', zh: '汇率' }).help({
      en: 'Units of the second currency for one unit of the first',
      zh: '一单位源币种可兑换的目标币种数量',
    }),
    source: f.text({ max: 200 }).nullable().label({ en: 'Source', zh: '来源' }),
  },
  {
    label: { en: 'Exchange rate', zh: '汇率' },
    title: 'day',
    unique: [['fromCurrency', 'toCurrency', 'day']],
    checks: {
      rate: 'rate > 0',
      currencies: `from_currency ~ '^[A-Z]{3}$' AND to_currency ~ '^[A-Z]{3}$' AND from_currency <> to_currency`,
    },
  },
) {}
