import { randomUUID } from 'node:crypto'
import type { CreateInput, Id } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import {
  AccountPricing,
  type CatalogModel,
  Category,
  PriceBook,
  PriceBookEntry,
  PriceRegion,
  PriceTier,
  Product,
  Promotion,
  PromotionUse,
} from '../../model.ts'
import type { PriceLine } from '../price.ts'
import type { PriceWorld } from './oracle.ts'

type Input<E extends typeof Product | typeof PriceBook | typeof PriceBookEntry | typeof Promotion | typeof PriceTier> =
  CreateInput<typeof CatalogModel, E>

/** Few days, prices and quantities, so that rules tie, and begin and end on the very day that is asked for. */
const days = ['2026-01-01', '2026-01-15', '2026-02-01', '2026-02-15', '2026-03-01'] as const
const currencies = ['EUR', 'EUR', 'EUR', 'JPY', 'KWD'] as const
const quantities = ['1', '2.5', '10', '99.9999', '100'] as const

const pick = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 3 })
const validity = fc
  .tuple(fc.option(pick(days), { freq: 2 }), fc.option(pick(days), { freq: 2 }))
  .map(([from, until]) =>
    from && until && until < from ? { validFrom: until, validUntil: from } : { validFrom: from, validUntil: until },
  )

const rules = fc.record({
  tiers: fc.array(pick(['0', '5', '12.5', '33.3333']), { minLength: 2, maxLength: 2 }),
  products: fc.array(
    fc.record({ category: maybe(fc.nat(3)), releasedOn: maybe(pick(days)), discontinuedOn: fc.constant(null) }),
    { minLength: 3, maxLength: 3 },
  ),
  pricings: fc.array(maybe(fc.record({ tier: fc.option(fc.nat(1), { freq: 4 }), region: maybe(fc.nat(1)) })), {
    minLength: 3,
    maxLength: 3,
  }),
  books: fc.array(
    fc.record({
      currency: pick(currencies),
      whom: pick([
        {},
        {},
        { region: 0 },
        { region: 1 },
        { tier: 0 },
        { tier: 1, region: 0 },
        { account: 0 },
        { account: 1, tier: 1 },
      ] as readonly { readonly tier?: number; readonly region?: number; readonly account?: number }[]),
      priority: pick([0, 0, 0, 1]),
      validity,
    }),
    { minLength: 8, maxLength: 8 },
  ),
  entries: fc.array(
    fc.record({
      book: fc.nat(7),
      product: fc.nat(2),
      from: pick(['0', '2', '10', '100']),
      unitPrice: pick(['0', '0.015', '9.99', '9.99', '10.004567', '123456.7']),
      validity,
    }),
    { minLength: 60, maxLength: 60 },
  ),
  promotions: fc.array(
    fc.record({
      percent: pick(['5', '10', '10', '33.3333']),
      product: maybe(fc.nat(2)),
      category: maybe(fc.nat(3)),
      minQuantity: maybe(pick(['2.5', '10'])),
      maxQuantity: maybe(pick(['10', '100'])),
      newForDays: maybe(pick([14, 15, 45])),
      tier: fc.option(fc.nat(1), { freq: 1 }),
      totals: pick([
        {},
        {},
        { totalQuantity: '12.5' },
        { budget: { minor: 1200n, currency: 'EUR' } },
        { usesPerAccount: 1 },
      ] as readonly Pick<Input<typeof Promotion>, 'totalQuantity' | 'budget' | 'usesPerAccount'>[]),
      limit: maybe(fc.record({ minor: pick([1n, 500n]), currency: pick(currencies) })),
      validity,
    }),
    { minLength: 3, maxLength: 3 },
  ),
  uses: fc.array(
    fc.record({ promotion: fc.nat(2), account: fc.nat(2), quantity: pick(['2.5', '10']), minor: pick([1n, 1150n]) }),
    { maxLength: 3 },
  ),
})

/** Rules in random order, under ids that follow none; their refs are places in the world's own lists. */
// Small numbers first would make the first worlds all alike.
export const arbitraryRules = fc.noBias(rules)

type Rules = typeof arbitraryRules extends fc.Arbitrary<infer T> ? T : never

/** What was written so far. Worlds add up: a later one's answers must not depend on the rules of those before, unless they hold for all. */
export class GrowingWorld {
  readonly world = {
    categories: [] as PriceWorld['categories'][number][],
    products: [] as PriceWorld['products'][number][],
    tiers: [] as PriceWorld['tiers'][number][],
    pricings: [] as PriceWorld['pricings'][number][],
    books: [] as PriceWorld['books'][number][],
    entries: [] as PriceWorld['entries'][number][],
    promotions: [] as PriceWorld['promotions'][number][],
    uses: [] as PriceWorld['uses'][number][],
  } satisfies PriceWorld
  readonly #t: TestCrm

  constructor(t: TestCrm) {
    this.#t = t
  }

  /** Writes the rules, and gives a line for each account, product, quantity, day and currency. */
  async add(rules: Rules): Promise<PriceLine[]> {
    const ctx = this.#t.system
    const { world } = this
    if (world.categories.length === 0) {
      for (const above of [null, 0, 1, 0])
        world.categories.push(
          await this.#t.create(Category, { parent: above === null ? null : at(world.categories, above) }),
        )
    }
    const tiers = await ctx
      .mutate(PriceTier)
      .createMany(rules.tiers.map((discount): Input<typeof PriceTier> => ({ ...named(), discount })))
    const products = await ctx.mutate(Product).createMany(
      rules.products.map((product): Input<typeof Product> => {
        const { id, name } = named()
        return { id, sku: name, name, ...product, category: at(world.categories, product.category) }
      }),
    )
    const regions = await ctx.mutate(PriceRegion).createMany([named(), named()])
    const accounts = await ctx.mutate(Account).createMany(rules.pricings.map(named))
    const pricings = await ctx.mutate(AccountPricing).createMany(
      rules.pricings.flatMap((pricing, index) =>
        pricing
          ? [
              {
                account: accounts[index]?.id as Id,
                tier: at(tiers, pricing.tier),
                region: at(regions, pricing.region),
              },
            ]
          : [],
      ),
    )
    const books = await ctx.mutate(PriceBook).createMany(
      rules.books.map(
        ({ validity, whom, ...book }): Input<typeof PriceBook> => ({
          ...named(),
          ...book,
          ...validity,
          tier: at(tiers, whom.tier),
          account: at(accounts, whom.account),
          region: at(regions, whom.region),
        }),
      ),
    )
    const entries = await ctx.mutate(PriceBookEntry).createMany(
      rules.entries.map(
        ({ validity, book, product, ...entry }): Input<typeof PriceBookEntry> => ({
          id: randomUUID(),
          ...entry,
          ...validity,
          book: at(books, book) as Id,
          product: at(products, product) as Id,
        }),
      ),
    )
    const promotions = await ctx.mutate(Promotion).createMany(
      rules.promotions.map(
        ({
          validity,
          product,
          category,
          tier,
          limit,
          newForDays,
          minQuantity,
          maxQuantity,
          percent,
          totals,
        }): Input<typeof Promotion> => ({
          ...named(),
          type: newForDays === null ? 'volume' : 'newProduct',
          percent,
          newForDays,
          minQuantity: minQuantity ?? (newForDays === null ? '1' : null),
          maxQuantity,
          maxReduction: totals.budget && limit ? { ...limit, currency: 'EUR' } : limit,
          ...validity,
          product: at(products, product),
          category: at(world.categories, category),
          tier: at(tiers, tier),
        }),
      ),
    )
    const uses = await ctx.mutate(PromotionUse).createMany(
      rules.uses.map(({ promotion, account, quantity, minor }) => ({
        promotion: at(promotions, promotion) as Id,
        account: at(accounts, account) as Id,
        order: randomUUID(),
        quantity,
        reduction: { minor, currency: 'EUR' },
      })),
    )
    // Set afterwards, because the limits would not let some of the uses through.
    const limited = await ctx
      .mutate(Promotion)
      .updateMany(promotions.map(({ id }, n) => ({ id, patch: rules.promotions[n]?.totals ?? {} })))
    world.tiers.push(...tiers)
    world.products.push(...products)
    world.pricings.push(...pricings)
    world.books.push(...books)
    world.entries.push(...entries)
    world.promotions.push(...limited)
    world.uses.push(...uses)
    return accounts.flatMap(({ id: account }) =>
      products.flatMap(({ id: product }) =>
        quantities.flatMap((quantity) =>
          days.flatMap((date) =>
            [...new Set(currencies)].map((currency) => ({ account, product, quantity, date, currency })),
          ),
        ),
      ),
    )
  }
}

const named = (): { id: Id; name: string } => {
  const id = randomUUID()
  return { id, name: id.slice(0, 13) }
}

const at = (rows: readonly { readonly id: Id }[], place: number | null | undefined): Id | null =>
  place === null || place === undefined ? null : (rows[place]?.id ?? null)
