import type { Row } from '@tessera/core'
import type {
  AccountPricing,
  Category,
  PriceBook,
  PriceBookEntry,
  PriceTier,
  Product,
  Promotion,
  PromotionUse,
} from '../../model.ts'
import type { PriceLine } from '../price.ts'

/** Every rule there is, in any order. */
export interface PriceWorld {
  readonly categories: readonly Row<typeof Category>[]
  readonly products: readonly Row<typeof Product>[]
  readonly tiers: readonly Row<typeof PriceTier>[]
  readonly pricings: readonly Row<typeof AccountPricing>[]
  readonly books: readonly Row<typeof PriceBook>[]
  readonly entries: readonly Row<typeof PriceBookEntry>[]
  readonly promotions: readonly Row<typeof Promotion>[]
  readonly uses: readonly Row<typeof PromotionUse>[]
}

/** Which rule made which step, with the amount after it; or the code of the refusal. */
export type Expected = readonly (readonly [kind: string, rule: string, after: string])[] | string

interface Offer {
  readonly book: Row<typeof PriceBook>
  readonly entry: Row<typeof PriceBookEntry>
}

/** What a line costs, found in the plainest way: no SQL, whole numbers of 10^-24. Tests hold prices against it. */
export function expectedPrice(world: PriceWorld, line: PriceLine): Expected {
  const product = world.products.find(({ id }) => id === line.product)
  if (!product) return 'NOT_FOUND'
  const { date } = line
  if (product.releasedOn === null || !within(date, product.releasedOn, product.discontinuedOn))
    return 'PRODUCT_NOT_SOLD'
  const quantity = fixed(String(line.quantity))
  const pricing = world.pricings.find(({ account }) => account === line.account)
  const fitting = world.entries
    .filter((entry) => entry.product === product.id && fixed(entry.from) <= quantity)
    .map((entry): Offer => ({ entry, book: world.books.find(({ id }) => id === entry.book) as Offer['book'] }))
    .filter(({ book }) => book.currency === line.currency && isFor(book, line.account, pricing))
  const offers = fitting.filter(
    ({ book, entry }) =>
      within(date, book.validFrom, book.validUntil) && within(date, entry.validFrom, entry.validUntil),
  )
  const best = offers.toSorted(byPrecedence)[0]
  if (!best) {
    const ended = fitting.some(({ book, entry }) =>
      [book.validUntil, entry.validUntil].some((until) => until !== null && until < date),
    )
    return ended ? 'PRICE_EXPIRED' : 'PRICE_MISSING'
  }
  const steps: [string, string, string][] = []
  const of = ({ entry }: Offer): bigint => times(quantity, fixed(entry.unitPrice))
  const list = offers.filter(({ book }) => !(book.account || book.tier || book.region)).toSorted(byPrecedence)[0]
  if (list) steps.push(['list', list.entry.id, text(of(list))])
  let amount = of(best)
  if (best !== list) steps.push(['book', best.entry.id, text(amount)])
  const tier = world.tiers.find(({ id }) => id === pricing?.tier)
  if (tier && fixed(tier.discount) > 0n && !best.book.account && !best.book.tier) {
    amount -= percentOf(amount, tier.discount)
    steps.push(['tier', tier.id, text(amount)])
  }
  const promotion = bestPromotion(world, product, line, quantity, amount, pricing?.tier)
  if (promotion) {
    amount -= promotion.off
    steps.push(['promotion', promotion.id, text(amount)])
  }
  const digits = digitsOf[line.currency] ?? 2
  steps.push(['rounding', 'halfAwayFromZero', rounded(amount, digits)])
  return steps
}

const isFor = (book: Offer['book'], account: string, pricing: Row<typeof AccountPricing> | undefined): boolean =>
  (book.account === null || book.account === account) &&
  (book.tier === null || book.tier === pricing?.tier) &&
  (book.region === null || book.region === pricing?.region)

function byPrecedence(a: Offer, b: Offer): number {
  const marks = ({ book, entry }: Offer): (number | string | bigint)[] => [
    -book.priority,
    book.account ? 0 : 1,
    book.tier ? 0 : 1,
    book.region ? 0 : 1,
    later(book.validFrom),
    -fixed(entry.from),
    later(entry.validFrom),
    fixed(entry.unitPrice),
    entry.id,
  ]
  const [left, right] = [marks(a), marks(b)]
  const at = left.findIndex((mark, index) => mark !== right[index])
  return at === -1 ? 0 : (left[at] as bigint) < (right[at] as bigint) ? -1 : 1
}

const later = (day: string | null): number => (day === null ? 1 : -Date.parse(day))

function bestPromotion(
  world: PriceWorld,
  product: Row<typeof Product>,
  { account, date, currency }: PriceLine,
  quantity: bigint,
  amount: bigint,
  tier: string | null | undefined,
): { id: string; off: bigint } | undefined {
  const categories = new Set<string>()
  for (let at = product.category; at; at = world.categories.find(({ id }) => id === at)?.parent ?? null)
    categories.add(at)
  return world.promotions
    .filter(
      (rule) =>
        (rule.product === null || rule.product === product.id) &&
        (rule.category === null || categories.has(rule.category)) &&
        (rule.tier === null || rule.tier === tier) &&
        (rule.minQuantity === null || fixed(rule.minQuantity) <= quantity) &&
        (rule.maxQuantity === null || quantity <= fixed(rule.maxQuantity)) &&
        within(date, rule.validFrom, rule.validUntil) &&
        (rule.newForDays === null ||
          Date.parse(date) < Date.parse(product.releasedOn as string) + rule.newForDays * 86_400_000) &&
        (rule.maxReduction === null || rule.maxReduction.currency === currency) &&
        (rule.budget === null || rule.budget.currency === currency),
    )
    .map((rule) => {
      const off = percentOf(amount, rule.percent)
      const limit = rule.maxReduction ? rule.maxReduction.minor * 10n ** BigInt(24 - (digitsOf[currency] ?? 2)) : off
      return { rule, id: rule.id, off: off < limit ? off : limit }
    })
    .filter(({ rule, off }) => off > 0n && !isExhausted(world, rule, account, quantity, off))
    .toSorted((a, b) => (a.off === b.off ? (a.id < b.id ? -1 : 1) : a.off > b.off ? -1 : 1))[0]
}

/** Whether less is left of a promotion than a line would take. */
function isExhausted(
  { uses: all }: PriceWorld,
  { id, totalQuantity, budget, usesPerAccount }: Row<typeof Promotion>,
  account: string,
  quantity: bigint,
  off: bigint,
): boolean {
  const uses = all.filter(({ promotion }) => promotion === id)
  const pieces = uses.reduce((sum, use) => sum + fixed(use.quantity), quantity)
  const minor = 10n ** BigInt(24 - (digitsOf[budget?.currency ?? ''] ?? 2))
  const spent = uses
    .filter((use) => use.reduction.currency === budget?.currency)
    .reduce((sum, use) => sum + use.reduction.minor * minor, off)
  return (
    (totalQuantity !== null && pieces > fixed(totalQuantity)) ||
    (budget !== null && spent > budget.minor * minor) ||
    (usesPerAccount !== null && uses.filter((use) => use.account === account).length >= usesPerAccount)
  )
}

const digitsOf: Readonly<Record<string, number>> = { EUR: 2, JPY: 0, KWD: 3 }

const within = (day: string, from: string | null, until: string | null): boolean =>
  (from === null || from <= day) && (until === null || day <= until)

const one = 10n ** 24n

export function fixed(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.')
  const value = BigInt(whole) * one + BigInt(fraction.padEnd(24, '0'))
  return decimal.startsWith('-') ? -value : value
}

function exactly(value: bigint, divisor: bigint): bigint {
  if (value % divisor !== 0n) throw new Error('24 digits are too few for this amount')
  return value / divisor
}

const times = (a: bigint, b: bigint): bigint => exactly(a * b, one)
const percentOf = (amount: bigint, percent: string): bigint => exactly(amount * fixed(percent), one * 100n)

function rounded(amount: bigint, digits: number): string {
  const unit = 10n ** BigInt(24 - digits)
  const minor = (amount + unit / 2n) / unit
  const padded = String(minor).padStart(digits + 1, '0')
  return digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

/** Without zeros at the end. */
const text = (amount: bigint): string =>
  `${amount / one}.${String(amount % one).padStart(24, '0')}`.replace(/\.?0+$/, '')
