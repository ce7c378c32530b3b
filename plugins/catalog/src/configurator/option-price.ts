import { entity, f } from '@tessera/core'
import { ProductOption } from './product-option.ts'

/** What an option adds to the price of a unit (or takes off it): an amount in a currency, or per cent of the product's own price in any. */
export class OptionPrice extends entity(
  'optionPrice',
  {
    option: f.ref(ProductOption, { inverse: 'prices', onDelete: 'cascade' }).label({ en: 'Option', zh: '选项' }),
    currency: f.text({ max: 3 }).nullable().label({ en: 'Currency', zh: '币种' }),
    amount: f.decimal(15, 6).nullable().label({ en: 'Amount', zh: '金额' }),
    percent: f.percent().nullable().label({ en: 'Per cent of the price', zh: '价格百分比' }).unit('%'),
  },
  {
    label: { en: 'Price of an option', zh: '选项价格' },
    title: 'currency',
    unique: [['option', 'currency']],
    checks: {
      one: `(percent IS NULL) <> (amount IS NULL) AND (amount IS NULL) = (currency IS NULL)`,
      currency: `currency ~ '^[A-Z]{3}$'`,
      percent: 'percent BETWEEN -100 AND 1000',
    },
  },
) {}
