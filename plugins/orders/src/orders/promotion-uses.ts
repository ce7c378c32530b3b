import { type Context, currencyDigits, type Hook, type Id, money, type On } from '@tessera/core'
import { recordPromotionUses, type UseOfPromotion } from '@tessera/plugin-catalog'
import { PromotionUse } from '@tessera/plugin-catalog/model'
import { powerOfTen, readDecimal } from '../lines/decimal.ts'
import { divideHalfAwayFromZero } from '../lines/rounding.ts'
import { Order, OrderLine, type OrdersModel } from '../model.ts'
import type { LineRow } from './line-products.ts'
import { byRecord } from './line-rules.ts'
import { type OrderRow, readOrders } from './lock-orders.ts'
import { quantityText, tenThousandths } from './quantity.ts'
import { isRunning } from './status.ts'

type Ctx = Context<typeof OrdersModel>

/** An order has its promotions from when it is confirmed until it is cancelled or held. */
export const promotionUses = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(Order).after('update', { batch: true, fields: ['status'], name: 'promotions' }, async (events) => {
    const [first] = events
    const turned = events.filter(({ old, row }) => isRunning(row.status) !== isRunning(old?.status ?? 'draft'))
    if (first && turned.length > 0)
      await keepPromotionUses(
        first.ctx,
        turned.map(({ row }) => row),
      )
  }),
  on(OrderLine).after('any', { batch: true, name: 'promotions' }, async (events) => {
    const [first] = events
    const changed = events.filter((event) => !byRecord(event)).map(({ row }) => row.order)
    if (!first || changed.length === 0) return
    const orders = [...(await readOrders(first.ctx, changed)).values()]
    const concerned = orders.filter(({ source, status }) => source !== 'erp' && isRunning(status))
    if (concerned.length > 0) await keepPromotionUses(first.ctx, concerned)
  }),
]

/**
 * Records what running orders have of promotions, and takes back what others had. What an ERP reports is no use of ours.
 * @throws Reject `catalog.promotionExhausted`
 */
export async function keepPromotionUses(ctx: Ctx, orders: readonly OrderRow[]): Promise<void> {
  const system = ctx.asSystem('records what orders have of promotions')
  await giveBackPromotions(
    system,
    orders.map(({ id }) => id),
  )
  const running = new Map(
    orders.filter(({ source, status }) => source !== 'erp' && isRunning(status)).map((order) => [order.id, order]),
  )
  if (running.size === 0) return
  const lines = await system.list(OrderLine, { where: { order: { in: [...running.keys()] } }, limit: 1_000_000 })
  const uses = new Map<string, UseOfPromotion>()
  for (const line of lines) {
    const order = running.get(line.order) as OrderRow
    for (const use of usesOf(order, line)) {
      const key = `${use.promotion} ${use.order}`
      const sum = uses.get(key)
      uses.set(key, sum ? add(sum, use) : use)
    }
  }
  await recordPromotionUses(system, [...uses.values()])
}

/** Takes back what orders had of promotions: before their lines are priced anew, or because they are not wanted. `ctx` has every right. */
export async function giveBackPromotions(ctx: Ctx, orders: readonly Id[]): Promise<void> {
  const had = await ctx.list(PromotionUse, { where: { order: { in: orders } }, limit: 1_000_000 })
  if (had.length > 0) await ctx.mutate(PromotionUse).deleteMany(had.map(({ id }) => id))
}

function usesOf(order: OrderRow, { manualUnitPrice, priceSteps, quantity }: LineRow): UseOfPromotion[] {
  if (manualUnitPrice !== null) return []
  return (priceSteps ?? [])
    .filter(({ kind }) => kind === 'promotion')
    .flatMap(({ rules: [rule], before, after }) =>
      rule
        ? [
            {
              promotion: rule.id,
              account: order.account,
              order: order.id,
              quantity,
              reduction: money(minorOf(before ?? '0', order.currency) - minorOf(after, order.currency), order.currency),
            },
          ]
        : [],
    )
}

const add = (sum: UseOfPromotion, { quantity, reduction }: UseOfPromotion): UseOfPromotion => ({
  ...sum,
  quantity: quantityText(tenThousandths(sum.quantity) + tenThousandths(quantity)),
  reduction: money(sum.reduction.minor + reduction.minor, reduction.currency),
})

/** An exact amount in major units, rounded half away from zero to minor ones. */
function minorOf(amount: string, currency: string): bigint {
  const { digits, scale } = readDecimal(amount)
  return divideHalfAwayFromZero(digits * powerOfTen(currencyDigits(currency)), powerOfTen(scale))
}
