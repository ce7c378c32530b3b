import type { Context } from '@tessera/core'
import { BundleItem, Category, Product, ProductCost, ProductTranslation } from '@tessera/plugin-catalog/model'
import { need, upsertByKey } from '../keys.ts'
import { type Day, demoDays } from '../sales/days.ts'
import { type Article, articles, bundles, categories } from './range.ts'

/** Categories, products with their translations and costs, variants, and a bundle. */
export async function seedProducts(ctx: Context): Promise<void> {
  const day = await demoDays(ctx)
  const places = new Map<string, string>()
  for (const { key, name, de, zh, parent } of categories) {
    const input = { name, names: { de, zh }, parent: parent ? need(places, parent) : null, sort: places.size }
    places.set(key, need(await upsertByKey(ctx, Category, new Map([[key, input]])), key))
  }
  const products = await upsertProducts(
    ctx,
    day,
    places,
    articles.filter(({ variantOf }) => !variantOf),
    new Map(),
  )
  const variants = await upsertProducts(
    ctx,
    day,
    places,
    articles.filter(({ variantOf }) => variantOf),
    products,
  )
  const ids = new Map([...products, ...variants])
  await upsertByKey(
    ctx,
    ProductTranslation,
    new Map(
      articles.flatMap(({ sku, de, zh }) => [
        [`${sku}-de`, { product: need(ids, sku), language: 'de', name: de }],
        [`${sku}-zh`, { product: need(ids, sku), language: 'zh-CN', name: zh }],
      ]),
    ),
  )
  await upsertByKey(
    ctx,
    ProductCost,
    new Map(
      articles.map(({ sku, cost }) => [
        sku,
        { product: need(ids, sku), validFrom: '2022-01-01', currency: 'EUR', unitCost: cost },
      ]),
    ),
  )
  await upsertByKey(
    ctx,
    BundleItem,
    new Map(
      bundles.map(({ bundle, part, quantity }, sort) => [
        `${bundle}-${part}`,
        { bundle: need(ids, bundle), part: need(ids, part), quantity, sort },
      ]),
    ),
  )
}

const upsertProducts = (
  ctx: Context,
  day: Day,
  places: ReadonlyMap<string, string>,
  some: readonly Article[],
  others: ReadonlyMap<string, string>,
): Promise<Map<string, string>> =>
  upsertByKey(
    ctx,
    Product,
    new Map(
      some.map(({ sku, name, category, serial = false, variantOf, attributes = {}, unit = 'piece', ...ago }) => [
        sku,
        {
          sku,
          name,
          category: need(places, category),
          serialTracked: serial,
          unit,
          releasedOn: day(ago.releasedDaysAgo ?? 1340),
          discontinuedOn: ago.discontinuedDaysAgo === undefined ? null : day(ago.discontinuedDaysAgo),
          variantOf: variantOf ? need(others, variantOf) : null,
          variantAttributes: attributes,
        },
      ]),
    ),
  )
