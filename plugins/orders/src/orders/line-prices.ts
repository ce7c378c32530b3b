import { type Context, type Hook, type Money, money, type On, type Patch, Reject, TesseraError } from '@tessera/core'
import { type PriceOutcome, pricesOf } from '@tessera/plugin-catalog'
import { choicesOf } from '../configurations/choices-of.ts'
import { lineAmount, percentOf } from '../lines/index.ts'
import { OrderLine, type OrdersModel } from '../model.ts'
import { ordersSettings } from '../settings.ts'
import { type LineCost, lineCosts } from './line-costs.ts'
import { type LineRow, productsOf, taxRatesOf } from './line-products.ts'
import { type OrderRow, readOrders } from './lock-orders.ts'
import { giveBackPromotions } from './promotion-uses.ts'
import { quotedPrices } from './quoted-prices.ts'
import { isRunning } from './status.ts'

type Ctx = Context<typeof OrdersModel>
type Amounts = Patch<typeof OrdersModel, typeof OrderLine>

const priced = [
  'product',
  'configuration',
  'quantity',
  'manualUnitPrice',
  'discountPercent',
  'unitPrice',
  'amount',
  'discount',
  'net',
  'unitCost',
  'cost',
  'priceSteps',
  'taxRate',
  'rulePrice',
  'position',
] as const

/**
 * What a line costs, whatever a write says: the price of the catalog for the account, quantity and day, or one by hand, less the
 * discount by hand. Orders of an ERP and of quotes bring their prices along, and only these are taken as they are.
 */
export const linePrices = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(OrderLine).before('save', { batch: true, fields: priced, name: 'price' }, async (events) => {
    const [first] = events
    if (!first) return
    const system = first.ctx.asSystem('prices order lines')
    const rows = events.map(({ row }) => row)
    const orders = await readOrders(
      system,
      rows.map((row) => row.order),
    )
    // A line of an order that is not there is refused when its references are checked.
    const known = rows.filter((row) => orders.has(row.order))
    const orderOf = (row: LineRow): OrderRow => orders.get(row.order) as OrderRow
    // What the order itself has of a promotion is not used up for it.
    await giveBackPromotions(
      system,
      [...orders.values()].filter((order) => !bringsPrices(order) && isRunning(order.status)).map(({ id }) => id),
    )
    const prices = await catalogPrices(
      system,
      known.filter((row) => !bringsPrices(orderOf(row))),
      orderOf,
    )
    const products = await productsOf(system, known)
    const rates = await taxRatesOf(
      system,
      known.filter((row) => row.taxRate === null).map((row) => orderOf(row).account),
    )
    const quoted = await quotedPrices(
      system,
      known.filter((row) => orderOf(row).source === 'quote'),
      orderOf,
    )
    const costs = await lineCosts(
      system,
      known.filter((row) => !bringsCost(row, orderOf(row))),
      (row) => ({ day: orderOf(row).orderedOn, currency: orderOf(row).currency }),
    )
    return events.map(({ row, changed }) => {
      const order = orders.get(row.order)
      if (!order) return undefined
      const { currency } = order
      const product = products.get(row.product)
      return {
        description: row.description ?? product?.name ?? null,
        unit: row.unit ?? product?.unit ?? null,
        taxRate: row.taxRate ?? rates.get(order.account) ?? first.ctx.settings(ordersSettings).taxRate,
        rulePrice: rulePriceOf(prices.get(row)) ?? quoted.get(row) ?? null,
        ...(bringsPrices(order)
          ? broughtAmounts(row, currency, changed, quoted.get(row) ?? null)
          : ownAmounts(row, prices.get(row), currency)),
        ...(bringsCost(row, order)
          ? { cost: money(lineAmount(row.unitCost ?? '0', row.quantity, currency), currency) }
          : (costs.get(row) ?? unknownCost)),
      }
    })
  }),
  on(OrderLine).after('restore', { batch: true, name: 'pricedAnew' }, async (events) => {
    const [first] = events
    if (!first) return
    const orders = await readOrders(
      first.ctx,
      events.map(({ row }) => row.order),
    )
    const stale = events.flatMap(({ id, row }) => {
      const order = orders.get(row.order)
      if (!order) return []
      if (!bringsPrices(order)) return [{ id, patch: { net: { minor: -1n, currency: order.currency } } }]
      if (row.net && row.net.currency !== order.currency)
        throw new Reject('orders.currencyMismatch', `A line is in ${row.net.currency}, its order in ${order.currency}.`)
      return []
    })
    // While they were gone, account, currency and day of the order could change. No line has a net below nothing, so each is worked out.
    await first.ctx.asSystem('prices lines that came back').mutate(OrderLine).updateMany(stale)
  }),
]

const unknownCost: LineCost = { unitCost: null, cost: null }

const bringsCost = (row: LineRow, order: OrderRow): boolean => bringsPrices(order) && row.unitCost !== null

/** Orders whose lines come with their prices: what has happened, and what was agreed in a quote. */
const bringsPrices = (order: OrderRow): boolean => order.source === 'erp' || order.source === 'quote'

const rulePriceOf = (outcome: PriceOutcome | undefined): Money | null =>
  outcome === undefined || outcome instanceof TesseraError ? null : outcome.amount

async function catalogPrices(
  ctx: Ctx,
  rows: readonly LineRow[],
  orderOf: (row: LineRow) => OrderRow,
): Promise<Map<LineRow, PriceOutcome>> {
  const found = new Map<LineRow, PriceOutcome>()
  const chosen = await choicesOf(ctx, rows)
  for (let start = 0; start < rows.length; start += 1000) {
    const chunk = rows.slice(start, start + 1000)
    const outcomes = await pricesOf(
      ctx,
      chunk.map((row) => {
        const { account, orderedOn, currency } = orderOf(row)
        return { account, product: row.product, quantity: row.quantity, date: orderedOn, currency, ...chosen(row) }
      }),
    )
    for (const [index, row] of chunk.entries()) found.set(row, outcomes[index] as PriceOutcome)
  }
  return found
}

function ownAmounts(row: LineRow, outcome: PriceOutcome | undefined, currency: string): Amounts {
  const price = outcome instanceof TesseraError ? null : (outcome ?? null)
  if (row.manualUnitPrice === null && price === null) throw outcome
  const amount =
    row.manualUnitPrice === null ? (price?.amount.minor ?? 0n) : lineAmount(row.manualUnitPrice, row.quantity, currency)
  const discount = row.discountPercent === null ? 0n : percentOf(amount, row.discountPercent)
  return {
    unitPrice: row.manualUnitPrice ?? price?.unitPrice ?? '0',
    amount: money(amount, currency),
    discount: money(discount, currency),
    net: money(amount - discount, currency),
    // What the catalog says stands beside a price by hand, so that both can be compared.
    priceSteps: price === null ? null : price.steps,
  }
}

/** Amounts of a line that brings its prices: what is left out follows from what is there. */
function broughtAmounts(row: LineRow, currency: string, changed: ReadonlySet<string>, quoted: Money | null): Amounts {
  for (const given of [row.amount, row.discount, row.net])
    if (given && given.currency !== currency)
      throw new Reject('orders.currencyMismatch', `A line is in ${given.currency}, its order in ${currency}.`)
  const stale = changed.has('quantity') || changed.has('unitPrice')
  const kept = (name: 'amount' | 'discount' | 'net'): Money | null => (stale && !changed.has(name) ? null : row[name])
  // Less of what was quoted keeps its discount.
  const net = (kept('net') ?? (stale ? quoted : null))?.minor
  const discount = kept('discount')?.minor
  const worked = lineAmount(row.unitPrice, row.quantity, currency)
  const amount = kept('amount')?.minor ?? (net === undefined ? worked : max(net + (discount ?? 0n), worked))
  const off = discount ?? (net === undefined ? 0n : amount - net)
  return { amount: money(amount, currency), discount: money(off, currency), net: money(net ?? amount - off, currency) }
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
