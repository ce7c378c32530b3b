import { type Context, currencyDigits, type Id } from '@tessera/core'
import { PriceBook } from '@tessera/plugin-catalog/model'
import { divideHalfAwayFromZero } from '@tessera/plugin-orders'
import { commissionEngine } from '@tessera/plugin-sfa'
import { PriceDrop, type PrmModel, type RewardExplanation } from '../../model.ts'
import { protectedQuantities } from '../prices/protected-quantities.ts'
import { stockSources } from '../prices/reported-stock.ts'
import type { PartnerLine } from './load-orders.ts'
import type { RuleRow, Stream } from './streams.ts'

type Price = NonNullable<RewardExplanation['price']>

interface Drop {
  readonly id: Id
  readonly book: Id
  readonly product: Id
  readonly on: string
  readonly before: string
  readonly after: string
  readonly currency: string
}

/** What fell when, and what partners reported in stock then. */
export interface PriceFacts {
  readonly drops: readonly Drop[]
  /** Null where nothing was reported. */
  reported(partner: Id, product: Id, on: string): string | null
  /** How a step of price protection came about, once `priceSteps` has made it. */
  told(event: string, partner: Id, stream: Stream): Price | null
  remember(event: string, partner: Id, stream: Stream, price: Price): void
}

export async function loadPriceFacts(
  ctx: Context<typeof PrmModel>,
  rules: readonly RuleRow[],
  lines: readonly PartnerLine[],
): Promise<PriceFacts> {
  const books = [
    ...new Set(rules.flatMap(({ kind, priceBook }) => (kind === 'priceProtection' ? (priceBook ?? []) : []))),
  ]
  const rows = books.length === 0 ? [] : await ctx.list(PriceDrop, { where: { book: { in: books } }, limit: 1_000_000 })
  const currencies = new Map(
    (await ctx.list(PriceBook, { where: { id: { in: books } }, limit: 10_000, deleted: 'any' })).map(
      ({ id, currency }) => [id, currency] as const,
    ),
  )
  const drops = rows.map((row) => ({ ...row, currency: currencies.get(row.book) ?? '' }))
  const bought = new Map(
    lines.flatMap(({ line, partner }) => (partner ? [[`${partner} ${line.product}`, partner]] : [])),
  )
  const asked = drops.flatMap(({ product, on }) =>
    [...bought].flatMap(([key, partner]) =>
      key === `${partner} ${product}` ? [{ partner: partner as Id, product, on }] : [],
    ),
  )
  const stock = new Map<string, string>()
  if (asked.length > 0)
    for (const { value } of stockSources.of(ctx))
      for (const [index, quantity] of (await value.read(ctx, asked)).entries()) {
        const question = asked[index]
        if (question && quantity !== null) stock.set(`${question.partner} ${question.product} ${question.on}`, quantity)
      }
  const prices = new Map<string, Price>()
  const keyOf = (event: string, partner: Id, { key }: Stream): string => `${key} ${partner} ${event}`
  return {
    drops,
    reported: (partner, product, on) => stock.get(`${partner} ${product} ${on}`) ?? null,
    told: (event, partner, stream) => prices.get(keyOf(event, partner, stream)) ?? null,
    remember: (event, partner, stream, price) => prices.set(keyOf(event, partner, stream), price),
  }
}

/** What falls of prices are worth on a partner's order lines, by line: what one unit fell by, times what is protected of the line. */
export function priceSteps(
  facts: PriceFacts,
  stream: Stream,
  partner: Id,
  lines: readonly commissionEngine.LineFacts[],
): ReadonlyMap<Id, commissionEngine.Step[]> {
  const [rule] = stream.rules
  const steps = new Map<Id, commissionEngine.Step[]>()
  if (!rule) return steps
  const byProduct = Map.groupBy(lines, ({ product, currency }) => `${product} ${currency}`)
  for (const drop of facts.drops) {
    const some = drop.book === rule.priceBook ? byProduct.get(`${drop.product} ${drop.currency}`) : undefined
    if (!some) continue
    const reported = facts.reported(partner, drop.product, drop.on)
    const stock = reported === null ? null : commissionEngine.scaled(reported, 4)
    for (const { line, quantity } of protectedQuantities(some, drop.on, rule.days ?? 0, stock)) {
      const net = worth(drop, quantity)
      if (net === 0n) continue
      const event = `price:${drop.id}:${line.orderLine}`
      steps.set(line.orderLine, [...(steps.get(line.orderLine) ?? []), { event, on: drop.on, net }])
      const { id, on, before, after } = drop
      facts.remember(event, partner, stream, { drop: id, on, before, after, quantity: decimal(quantity), reported })
    }
  }
  return steps
}

/** (before − after) × quantity in minor units, rounded half away from zero. Prices have six digits, quantities four. */
function worth({ before, after, currency }: Drop, quantity: bigint): bigint {
  const fall = commissionEngine.scaled(before, 6) - commissionEngine.scaled(after, 6)
  return divideHalfAwayFromZero(fall * quantity, 10n ** BigInt(10 - currencyDigits(currency)))
}

const decimal = (tenThousandths: bigint): string => {
  const digits = tenThousandths.toString().padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '')
}
