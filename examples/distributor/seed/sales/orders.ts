import type { Context } from '@tessera/core'
import { type PriceLine, pricesOf } from '@tessera/plugin-catalog'
import { Product } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import { Order, OrderLine } from '@tessera/plugin-orders/model'
import { articles } from '../catalog/range.ts'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { markets } from '../names.ts'
import { partners } from '../partners.ts'
import { Dice } from '../random.ts'
import { demoDays } from './days.ts'

type Rows = Map<string, Record<string, unknown>>

/** What sold in all that time: neither new nor ended, and not made to order. */
const skus = articles
  .filter((article) => !article.releasedDaysAgo && !article.discontinuedDaysAgo)
  .map(({ sku }) => sku)

/** Partners that order every month, and how often. */
const regulars: Readonly<Record<string, number>> = {
  rheinfluid: 3,
  huadong: 3,
  'delta-pompen': 1,
  aquatec: 1,
  midwest: 1,
}

/** What is ordered by the piece rather than by the dozen. */
const costly: ReadonlySet<string> = new Set(articles.filter(({ price }) => Number(price) >= 500).map(({ sku }) => sku))

/** A year of orders of customers, two of partners, at the catalog's prices of their day. */
export async function seedOrders(ctx: Context): Promise<void> {
  const [accounts, products] = [await idsByKey(ctx, Account), await idsByKey(ctx, Product)]
  const owners = new Map(
    (await ctx.list(Account, { limit: 10_000 })).map(({ id, owner, team, territory }) => [
      id,
      { owner, team, territory },
    ]),
  )
  const day = await demoDays(ctx)
  const dice = new Dice(4711)
  const orders: Rows = new Map()
  const lines: Rows = new Map()
  const add = (key: string, buyer: string, currency: string, daysAgo: number, most: number, times = 1): void => {
    const account = need(accounts, buyer)
    orders.set(key, {
      account,
      ...owners.get(account),
      source: 'erp',
      currency,
      orderedOn: day(daysAgo),
      requestedOn: day(daysAgo - dice.int(10, 45)),
      purchaseOrderNumber: `PO-${dice.int(10_000, 99_999)}`,
      paymentTermDays: dice.pick([14, 30, 30, 60]),
    })
    const chosen = new Set(Array.from({ length: dice.int(1, most) }, () => dice.pick(skus)))
    for (const [index, sku] of [...chosen].entries())
      lines.set(`${key}/${index}`, {
        order: key,
        position: (index + 1) * 10,
        product: need(products, sku),
        quantity: String(
          dice.pick((costly.has(sku) ? [1, 1, 2, 2, 3, 4] : [2, 4, 6, 12, 30]).map((few) => few * times)),
        ),
      })
  }
  for (const market of markets) {
    const euro = market.currency === 'EUR'
    for (let n = 0; n < 14; n++) {
      const times = dice.int(1, 2)
      for (let time = 0; time < times; time++)
        add(`${market.country}-${n}-${time}`, `${market.country}-${n}`, euro ? 'EUR' : 'USD', dice.int(1, 360), 4)
    }
  }
  for (const partner of partners)
    for (let time = 0; time < 3; time++)
      add(
        `partner-${partner.key}-${time}`,
        `partner-${partner.key}`,
        partner.territory === 'americas' ? 'USD' : 'EUR',
        dice.int(1, 340),
        5,
      )
  for (const [partner, perMonth] of Object.entries(regulars))
    for (let month = 0; month < 24; month++)
      for (let time = 0; time < perMonth; time++) {
        // They grow: a year ago it was less.
        if (month >= 12 && dice.chance(0.2)) continue
        add(
          `partner-${partner}-m${month}-${time}`,
          `partner-${partner}`,
          partner === 'midwest' ? 'USD' : 'EUR',
          14 + month * 30 + dice.int(0, 29),
          5,
          2,
        )
      }
  // What became of an order since is its own: it is not made anew.
  const known = await idsByKey(ctx, Order)
  for (const key of known.keys()) orders.delete(key)
  for (const [key, { order }] of lines) if (known.has(order as string)) lines.delete(key)
  await priceThem(ctx, orders, lines)
  const ids = await upsertByKey(ctx, Order, orders)
  for (const line of lines.values()) line.order = need(ids, line.order as string)
  await upsertByKey(ctx, OrderLine, lines)
  await ctx.mutate(Order).updateMany([...ids.values()].map((id) => ({ id, patch: { status: 'confirmed' } })))
}

/** Orders of the past come from the ERP with the prices of their day: prices of today are not what was agreed then. */
async function priceThem(ctx: Context, orders: Rows, lines: Rows): Promise<void> {
  const all = [...lines.values()]
  const prices = await pricesOf(
    ctx,
    all.map((line) => {
      const { account, orderedOn, currency } = orders.get(line.order as string) as Record<string, string>
      const { product, quantity } = line as Record<string, string>
      return { account, product, quantity, date: orderedOn, currency } as PriceLine
    }),
  )
  for (const [index, line] of all.entries()) {
    const price = prices[index]
    if (!price || price instanceof Error) throw price ?? new Error('a line of the demo was not priced')
    Object.assign(line, { unitPrice: price.unitPrice, net: price.amount, priceSteps: price.steps })
  }
}
