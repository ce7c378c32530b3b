import { type Context, Partner } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import { PartnerForecast, SellOut, StockReport } from '@tessera/plugin-prm/model'
import { articles } from '../catalog/range.ts'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { Dice } from '../random.ts'
import { demoDays, monthOf } from '../sales/days.ts'

type Rows = Map<string, Record<string, unknown>>

/** Who reports, in which language its customers are called, and where they are. */
const reporters = [
  {
    partner: 'rheinfluid',
    country: 'DE',
    customers: ['Stadtwerke Bonn-Süd', 'Rheinchemie Porz', 'Molkerei Eifelblick eG', 'Weingut Ahrtal'],
  },
  {
    partner: 'delta-pompen',
    country: 'NL',
    customers: ['Waterschap Delfland-West', 'Zuivel Twente BV', 'Kassenbouw Westland'],
  },
  {
    partner: 'huadong',
    country: 'CN',
    customers: ['宁波北仑化工园区', '上海临港水务集团', '无锡太湖食品有限公司', '杭州钱江制药有限公司'],
  },
] as const

/** What partners keep in stock: what sells, not what is made to order. */
const kept = articles.filter(
  ({ category, releasedDaysAgo, discontinuedDaysAgo }) =>
    category !== 'services' && releasedDaysAgo === undefined && discontinuedDaysAgo === undefined,
)

/** Stock of four months, what was sold on in them, and what is expected of the next three. */
export async function seedReports(ctx: Context): Promise<void> {
  const [day, partners, products] = [await demoDays(ctx), await idsByKey(ctx, Partner), await idsByKey(ctx, Product)]
  const dice = new Dice(40)
  const [stock, sold, expected]: [Rows, Rows, Rows] = [new Map(), new Map(), new Map()]
  for (const { partner, country, customers } of reporters) {
    const own = { partner: need(partners, partner) }
    const range = kept.filter(() => dice.chance(0.35))
    for (const { sku, price } of range) {
      const product = { ...own, product: need(products, sku) }
      const most = Number(price) > 1000 ? 6 : Number(price) > 100 ? 24 : 150
      for (let month = 0; month < 4; month++)
        stock.set(`${partner}-${sku}-${month}`, {
          ...product,
          day: day(3 + month * 30),
          quantity: String(dice.int(0, most)),
        })
      for (let month = 1; month <= 3; month++)
        if (dice.chance(0.6))
          expected.set(`${partner}-${sku}-${month}`, {
            ...product,
            month: monthOf(day(0), month),
            quantity: String(dice.int(1, Math.ceil(most / 2))),
          })
    }
    for (let number = 0; number < 28; number++) {
      const { sku, price } = dice.pick(range)
      const quantity = dice.pick([1, 1, 2, 2, 3, 5])
      sold.set(`${partner}-${number}`, {
        ...own,
        reference: `${country}-${4100 + number}`,
        product: need(products, sku),
        soldOn: day(dice.int(1, 110)),
        quantity: String(quantity),
        amount: { amount: (Math.round(Number(price) * 118 * quantity) / 100).toFixed(2), currency: 'EUR' },
        customer: dice.pick(customers),
        countryCode: country,
      })
    }
  }
  await upsertByKey(ctx, StockReport, stock)
  await upsertByKey(ctx, SellOut, sold)
  await upsertByKey(ctx, PartnerForecast, expected)
}
