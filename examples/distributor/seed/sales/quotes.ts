import { type Context, User } from '@tessera/core'
import { Configuration, Product, ProductFeature, ProductOption } from '@tessera/plugin-catalog/model'
import { Account, Contact } from '@tessera/plugin-customers/model'
import { Quote, QuoteLine } from '@tessera/plugin-orders/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'

const offers = [
  { key: 'DE-3', owner: 'marta', name: 'Booster station, hall 4', skus: ['LQ-C080', 'LQ-C065'], discount: null },
  { key: 'DE-7', owner: 'jonas', name: 'Replacement of the cooling pumps', skus: ['LQ-C100'], discount: '4' },
  { key: 'DE-11', owner: 'marta', name: 'Sewage lift, beyond the usual discount', skus: ['LQ-S50'], discount: '12' },
  { key: 'FR-2', owner: 'pierre', name: 'Dosing line', skus: ['LQ-D08', 'LQ-D30'], discount: null },
  { key: 'CN-4', owner: 'xiaoyan', name: '流程泵，二期工程', skus: ['LQ-CX', 'LQ-C100'], discount: null },
] as const

const english = { currency: 'EUR', terms: 'Delivered DAP. Warranty of 24 months from delivery.' }
const chinese = { currency: 'USD', language: 'zh', terms: '交货条件：DAP。质保期为交付后二十四个月。' }

/** Offers: within the authority of their seller, beyond it, and one in Chinese of a pump made to order. */
export async function seedQuotes(ctx: Context): Promise<void> {
  // An offer that was made stays as it was sent, and so does what was configured for it.
  const known = await idsByKey(ctx, Quote)
  const due = offers.filter(({ key }) => !known.has(key))
  if (due.length === 0) return
  const [users, accounts, contacts, products] = [
    await idsByKey(ctx, User),
    await idsByKey(ctx, Account),
    await idsByKey(ctx, Contact),
    await idsByKey(ctx, Product),
  ]
  const made = await processPump(ctx, need(products, 'LQ-CX'))
  const ids = await upsertByKey(
    ctx,
    Quote,
    new Map(
      due.map(({ key, owner, name }) => [
        key,
        {
          name,
          account: need(accounts, key),
          contact: contacts.get(`${key}-0`) ?? null,
          owner: need(users, owner),
          ...(key.startsWith('CN') ? chinese : english),
          paymentTermDays: 30,
        },
      ]),
    ),
  )
  await upsertByKey(
    ctx,
    QuoteLine,
    new Map(
      due.flatMap(({ key, skus, discount }) =>
        skus.map((sku, index) => [
          `${key}/${sku}`,
          {
            quote: need(ids, key),
            configuration: sku === 'LQ-CX' ? made : null,
            position: (index + 1) * 10,
            product: need(products, sku),
            quantity: '2',
            discountPercent: discount,
          },
        ]),
      ),
    ),
  )
}

/** The process pump as the waterworks want it: 55 kW, stainless steel, a magnetic coupling and a wide flange. */
async function processPump(ctx: Context, product: string): Promise<string> {
  const [features, options] = [await idsByKey(ctx, ProductFeature), await idsByKey(ctx, ProductOption)]
  const choices = [
    ...['55kw', 'steel', 'magnetic'].map((option) => ({ option: need(options, option) })),
    { feature: need(features, 'flange'), value: '220' },
  ]
  return need(await upsertByKey(ctx, Configuration, new Map([['CN-4', { product, choices }]])), 'CN-4')
}
