import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import { conformance } from '@tessera/testing/conformance'
import catalog from './index.ts'
import { CatalogModel, PriceBook, Product, ProductFeature, ProductOption, Promotion } from './model.ts'

let samples = 0

/** A row that many samples belong to, made once for each CRM. */
const shared = (make: (t: TestCrm) => Promise<{ id: string }>): ((t: TestCrm) => Promise<string>) => {
  const made = new WeakMap<TestCrm, Promise<{ id: string }>>()
  return async (t) => {
    const row = made.get(t) ?? make(t)
    made.set(t, row)
    return (await row).id
  }
}
const pump = shared((t) => t.create(Product, { releasedOn: '2020-01-01' }))
const book = shared((t) => t.create(PriceBook, { currency: 'EUR' }))
const motor = shared(async (t) => t.create(ProductFeature, { product: await pump(t), code: 'motor' }))
const motor22 = shared(async (t) => t.create(ProductOption, { feature: await motor(t), code: 'm22' }))
const made = shared((t) => t.create(Product, { releasedOn: '2020-01-01', configurable: true }))
const sale = shared((t) => t.create(Promotion, { type: 'volume', percent: '5', minQuantity: '1' }))
const newAccount = async (t: TestCrm): Promise<string> => (await t.create(Account)).id

conformance({
  plugins: () => [customers(), catalog()],
  of: [CatalogModel],
  // Only the hook on uses writes it.
  except: ['promotionUsage'],
  samples: {
    product: async () => ({ releasedOn: ++samples % 3 === 0 ? null : '2020-01-01' }),
    bundleItem: async () => ({ quantity: `${++samples}` }),
    productTranslation: async (t) => ({ product: await pump(t), language: `de-${10_000 + ++samples}` }),
    productMedium: async (t) => ({ product: await pump(t) }),
    productCost: async (t) => ({ product: await pump(t), validFrom: dayNumber(++samples), currency: 'EUR' }),
    accountPricing: async (t) => ({ account: await newAccount(t) }),
    priceBook: async (t) => ({ currency: 'EUR', ...(++samples % 2 === 0 ? { account: await newAccount(t) } : {}) }),
    priceBookEntry: async (t) => ({ book: await book(t), product: await pump(t), unitPrice: `${++samples}` }),
    exchangeRate: async () => ({ fromCurrency: 'USD', toCurrency: 'EUR', day: dayNumber(++samples), rate: '0.9' }),
    productFeature: async (t) => ({ product: await pump(t), code: `feature-${++samples}` }),
    productOption: async (t) => ({ feature: await motor(t), code: `option-${++samples}` }),
    productConstraint: async (t) => ({ product: await pump(t), type: 'requires', options: [await motor22(t)] }),
    optionPrice: async (t) => ({
      option: await motor22(t),
      percent: `${++samples % 100}`,
      currency: null,
      amount: null,
    }),
    configuration: async (t) => ({ product: await made(t), choices: [], name: `made ${++samples}` }),
    promotionUse: async (t) => ({
      account: await newAccount(t),
      order: `order ${++samples}`,
      quantity: `${samples}`,
      promotion: await sale(t),
    }),
    promotion: async () => ({ type: 'volume', percent: '5', minQuantity: `${++samples}` }),
  },
})

const dayNumber = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10)
