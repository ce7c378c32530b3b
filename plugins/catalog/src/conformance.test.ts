import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import { conformance } from '@tessera/testing/conformance'
import catalog from './index.ts'
import { CatalogModel, PriceBook, Product } from './model.ts'

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
const newAccount = async (t: TestCrm): Promise<string> => (await t.create(Account)).id

conformance({
  plugins: () => [customers(), catalog()],
  of: [CatalogModel],
  samples: {
    product: async () => ({ releasedOn: ++samples % 3 === 0 ? null : '2020-01-01' }),
    bundleItem: async () => ({ quantity: `${++samples}` }),
    productTranslation: async (t) => ({ product: await pump(t), language: `de-${10_000 + ++samples}` }),
    productMedium: async (t) => ({ product: await pump(t) }),
    productCost: async (t) => ({ product: await pump(t), validFrom: dayNumber(++samples), currency: 'EUR' }),
    accountPricing: async (t) => ({ account: await newAccount(t) }),
    priceBook: async (t) => ({ currency: 'EUR', ...(++samples % 2 === 0 ? { account: await newAccount(t) } : {}) }),
    priceBookEntry: async (t) => ({ book: await book(t), product: await pump(t), unitPrice: `${++samples}` }),
    promotion: async () => ({ type: 'volume', percent: '5', minQuantity: `${++samples}` }),
  },
})

const dayNumber = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10)
