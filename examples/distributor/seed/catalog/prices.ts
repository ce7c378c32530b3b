import type { Context } from '@tessera/core'
import {
  AccountPricing,
  Category,
  PriceBook,
  PriceBookEntry,
  PriceRegion,
  PriceTier,
  Product,
  Promotion,
} from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { partners } from '../partners.ts'
import { demoDays } from '../sales/days.ts'
import { articles } from './range.ts'

/** Lists for everybody in EUR and USD, net prices of the gold tier, a region, an account's own book, quantity breaks, and promotions. */
export async function seedPrices(ctx: Context): Promise<void> {
  const [products, accounts, categories] = [
    await idsByKey(ctx, Product),
    await idsByKey(ctx, Account),
    await idsByKey(ctx, Category),
  ]
  const day = await demoDays(ctx)
  const editions = editionsOf(Number(day(0).slice(0, 4)))
  const tiers = await upsertByKey(
    ctx,
    PriceTier,
    new Map(
      Object.entries({
        gold: { name: 'Gold', discount: '22' },
        silver: { name: 'Silver', discount: '15' },
        registered: { name: 'Registered', discount: '8' },
      }),
    ),
  )
  const regions = await upsertByKey(ctx, PriceRegion, new Map([['americas', { name: 'Americas' }]]))
  await upsertByKey(
    ctx,
    AccountPricing,
    new Map(
      partners.map(({ key, parent, territory }) => [
        key,
        {
          account: need(accounts, `partner-${key}`),
          tier: need(tiers, parent ? 'silver' : 'gold'),
          region: territory === 'americas' ? need(regions, 'americas') : null,
        },
      ]),
    ),
  )
  const books = await upsertByKey(
    ctx,
    PriceBook,
    new Map(
      Object.entries({
        ...Object.fromEntries(editions.flatMap(listsOf)),
        'gold-eur': { name: 'Gold net prices, EUR', currency: 'EUR', tier: need(tiers, 'gold') },
        'americas-usd': { name: 'Americas, USD', currency: 'USD', region: need(regions, 'americas') },
        'framework-eur': { name: 'Framework agreement DE-1000', currency: 'EUR', account: need(accounts, 'DE-0') },
      }),
    ),
  )
  const entries = new Map<string, Record<string, unknown>>()
  const price = (book: string, sku: string, unitPrice: string, from = '0'): void =>
    void entries.set(`${book}-${sku}-${from}`, {
      book: need(books, book),
      product: need(products, sku),
      unitPrice,
      from,
    })
  for (const { sku, price: euro, category } of articles) {
    for (const { suffix, level } of editions) {
      price(`list-eur${suffix}`, sku, scaled(euro, level))
      price(`list-usd${suffix}`, sku, scaled(euro, level + 12n))
    }
    if (category === 'seals' || category === 'impellers') {
      price('list-eur', sku, scaled(euro, 90n), '25')
      price('list-eur', sku, scaled(euro, 82n), '100')
    }
    if (category === 'centrifugal') price('gold-eur', sku, scaled(euro, 74n))
    if (category === 'submersible') price('americas-usd', sku, scaled(euro, 104n))
  }
  price('framework-eur', 'LQ-C065', '1975')
  price('framework-eur', 'LQ-P102', '99.50')
  await upsertByKey(ctx, PriceBookEntry, entries)
  await upsertByKey(
    ctx,
    Promotion,
    new Map(
      Object.entries({
        spring: {
          name: 'Season of submersible pumps',
          type: 'seasonal',
          percent: '6',
          category: need(categories, 'submersible'),
          validFrom: day(30),
          validUntil: day(-60),
          usesPerAccount: 3,
        },
        volume: {
          name: 'Pumps by the dozen',
          type: 'volume',
          percent: '4',
          category: need(categories, 'pumps'),
          minQuantity: '12',
          maxReduction: { amount: '5000.00', currency: 'EUR' },
        },
        process: {
          name: 'First hundred process pumps',
          type: 'newProduct',
          percent: '5',
          product: need(products, 'LQ-CX'),
          newForDays: 365,
          totalQuantity: '100',
        },
      }),
    ),
  )
}

interface Edition {
  readonly suffix: string
  readonly year: number
  /** In hundredths of the prices of today. */
  readonly level: bigint
}

/** The list of this year, which holds on, and those of the two years before. */
const editionsOf = (year: number): readonly Edition[] =>
  [100n, 97n, 94n].map((level, before) => ({
    suffix: before === 0 ? '' : `-${year - before}`,
    year: year - before,
    level,
  }))

const listsOf = ({ suffix, year }: Edition) =>
  ['EUR', 'USD'].map((currency) => [
    `list-${currency.toLowerCase()}${suffix}`,
    {
      name: `List ${year}, ${currency}`,
      currency,
      validFrom: `${year}-01-01`,
      validUntil: suffix === '' ? null : `${year}-12-31`,
    },
  ])

/** So many hundredths of a price, exactly. */
function scaled(price: string, hundredths: bigint): string {
  const [whole = '', cents = ''] = price.split('.')
  const digits = String(BigInt(whole + cents.padEnd(2, '0')) * hundredths).padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`
}
