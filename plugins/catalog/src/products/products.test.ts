import type { Id } from '@tessera/core'
import customers from '@tessera/plugin-customers'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import catalog from '../index.ts'
import {
  BundleItem,
  Category,
  PriceBook,
  PriceBookEntry,
  PriceTier,
  Product,
  ProductCost,
  ProductFeature,
  ProductTranslation,
  Promotion,
} from '../model.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog()] })
})
afterAll(() => t.close())

const newProduct = async (): Promise<Id> => (await t.create(Product)).id

describe('circles are refused', () => {
  it('in categories', async () => {
    const top = await t.create(Category)
    const middle = await t.create(Category, { parent: top.id })
    const low = await t.create(Category, { parent: middle.id })
    await expect(t.update(Category, top.id, { parent: low.id })).rejects.toThrow(
      'part of a category that is part of it',
    )
    // The same move is fine once the chain is cut, in one write too.
    await t.system.mutate(Category).updateMany([
      { id: top.id, patch: { parent: low.id } },
      { id: middle.id, patch: { parent: null } },
    ])
  })

  it('in bundles, also when two items of one write close it together', async () => {
    const [kit, set, part] = [await newProduct(), await newProduct(), await newProduct()]
    await t.create(BundleItem, { bundle: kit, part: set })
    await t.create(BundleItem, { bundle: set, part })
    await expect(t.create(BundleItem, { bundle: part, part: kit })).rejects.toMatchObject({
      code: 'catalog.bundleCircle',
    })
    const [a, b] = [await newProduct(), await newProduct()]
    const both = [
      { bundle: a, part: b },
      { bundle: b, part: a },
    ]
    await expect(t.system.mutate(BundleItem).createMany(both)).rejects.toMatchObject({ code: 'catalog.bundleCircle' })
    expect(await t.system.list(BundleItem, { where: { bundle: { in: [a, b] } } })).toEqual([])
  })

  it('in bundles, when an item comes back from the recycle bin', async () => {
    const [a, b] = [await newProduct(), await newProduct()]
    const item = await t.create(BundleItem, { bundle: a, part: b })
    await t.system.mutate(BundleItem).delete(item.id)
    await t.create(BundleItem, { bundle: b, part: a })
    await expect(t.system.mutate(BundleItem).restore(item.id)).rejects.toMatchObject({ code: 'catalog.bundleCircle' })
  })

  it('in bundles, when two people close it at the same time', async () => {
    const [a, b] = [await newProduct(), await newProduct()]
    const outcomes = await Promise.allSettled([
      t.create(BundleItem, { bundle: a, part: b }),
      t.create(BundleItem, { bundle: b, part: a }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('in variants', async () => {
    const product = await newProduct()
    const variant = await t.create(Product, { variantOf: product, variantAttributes: { size: 'M' } })
    await expect(t.update(Product, product, { variantOf: variant.id })).rejects.toMatchObject({
      code: 'catalog.variantCircle',
    })
  })
})

it('a product is found by its number, by its name, and in Chinese', async () => {
  const { id } = await t.create(Product, { sku: 'TX-4711', name: '不锈钢潜水泵' })
  for (const text of ['tx-4711', '潜水泵']) {
    const found = await t.graphql(
      await t.actor('user'),
      'query($text: String!) { search(text: $text) { node { id } } }',
      {
        text,
      },
    )
    expect(found).toEqual({ search: [{ node: { id } }] })
  }
  expect(await t.system.get(Product, id)).toMatchObject({ unit: 'piece', serialTracked: false })
})

it('a product is found by what it is called in other languages, as long as it is', async () => {
  const user = await t.actor('user')
  const found = async (text: string): Promise<unknown> => {
    const query = 'query($text: String!) { search(text: $text) { node { id } } }'
    return (await t.graphql<{ search: { node: { id: string } }[] }>(user, query, { text })).search.map(
      ({ node }) => node.id,
    )
  }
  const { id } = await t.create(Product, { name: 'Gear pump' })
  const [german] = await Promise.all([
    t.create(ProductTranslation, { product: id, language: 'de', name: 'Zahnradpumpe' }),
    t.create(ProductTranslation, { product: id, language: 'zh-CN', name: '齿轮泵' }),
  ])
  for (const text of ['zahnrad', '齿轮泵', 'gear']) expect(await found(text)).toEqual([id])
  await t.update(ProductTranslation, german.id, { name: 'Getriebepumpe' })
  expect([await found('zahnrad'), await found('getriebe')]).toEqual([[], [id]])
  await t.system.mutate(ProductTranslation).delete(german.id)
  expect(await found('getriebe')).toEqual([])
  await t.update(Product, id, { name: 'Cog pump' })
  expect([await found('齿轮泵'), await found('cog')]).toEqual([[id], [id]])
})

describe('what makes no sense is refused', () => {
  it.each([
    ['a number twice', 'DUPLICATE', async () => t.system.mutate(Product).createMany([same, same])],
    [
      'an end before the release',
      'CHECK_FAILED',
      () => t.create(Product, { releasedOn: '2026-02-01', discontinuedOn: '2026-01-31' }),
    ],
    [
      'service that ends before the release',
      'CHECK_FAILED',
      () => t.create(Product, { releasedOn: '2026-02-01', serviceUntil: '2026-01-31' }),
    ],
    ['a name in no language', 'CHECK_FAILED', () => t.create(Category, { names: { 'German!': 'Pumpen' } })],
    ['a name that is no text', 'CHECK_FAILED', () => t.create(Category, { names: { de: 7 } })],
    ['names that are a list', 'CHECK_FAILED', () => t.create(ProductFeature, { names: ['Pumpen'] })],
    ['a currency there is not', 'VALIDATION', () => t.create(PriceBook, { currency: 'QQQ' })],
    ['a cost in one', 'VALIDATION', () => t.create(ProductCost, { currency: 'qqq' })],
    ['a negative price', 'CHECK_FAILED', () => priced({ unitPrice: '-1' })],
    ['a negative quantity break', 'CHECK_FAILED', () => priced({ from: '-1' })],
    ['a tier with more than 100 %', 'CHECK_FAILED', () => t.create(PriceTier, { discount: '100.01' })],
    ['a part that is no piece', 'CHECK_FAILED', () => t.create(BundleItem, { quantity: '0' })],
    ['a language there is not', 'CHECK_FAILED', () => t.create(ProductTranslation, { language: 'German!' })],
    ['a volume discount for any volume', 'CHECK_FAILED', () => t.create(Promotion, { type: 'volume', percent: '5' })],
    [
      'a season without an end',
      'CHECK_FAILED',
      () => t.create(Promotion, { type: 'seasonal', percent: '5', validFrom: '2026-01-01' }),
    ],
    ['new for ever', 'CHECK_FAILED', () => t.create(Promotion, { type: 'newProduct', percent: '5' })],
    [
      'a discount of 101 %',
      'CHECK_FAILED',
      () => t.create(Promotion, { type: 'newProduct', newForDays: 9, percent: '101' }),
    ],
  ])('%s: %s', async (_name, code, write) => {
    await expect(write()).rejects.toMatchObject({ code })
  })
  const same = { sku: 'twice', name: 'Twice' }
  const priced = async (entry: object) =>
    t.create(PriceBookEntry, { book: (await t.create(PriceBook, { currency: 'EUR' })).id, ...entry })
})
