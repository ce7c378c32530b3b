import { createHash } from 'node:crypto'
import { type Context, type Id, type Money, sql } from '@tessera/core'
import type { CommercialDocument, DocumentKind } from '../approvals/commercial-document.ts'
import { judgedToday } from '../approvals/judged-today.ts'
import { companyDay } from '../company-day.ts'
import { OrderLine, type OrdersModel } from '../model.ts'
import type { LineRow } from './line-products.ts'
import { lockOrders, type OrderRow } from './lock-orders.ts'

type Ctx = Context<typeof OrdersModel>

/** Orders as the authority matrix sees them, in their order. `ctx` has every right. */
export async function commercialOrders(ctx: Ctx, orders: readonly OrderRow[]): Promise<CommercialDocument[]> {
  const ids = orders.map(({ id }) => id)
  const lines = await ctx.list(OrderLine, {
    where: { order: { in: ids } },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    limit: 1_000_000,
  })
  const byOrder = Map.groupBy(lines, ({ order }) => order)
  const categories = await categoriesOf(ctx, lines)
  const date = companyDay(ctx)
  // What a quote says stands.
  const measures = await judgedToday(
    ctx,
    orders
      .filter(({ source, orderedOn }) => source !== 'quote' && orderedOn !== date)
      .flatMap(({ id, account, currency }) =>
        (byOrder.get(id) ?? []).map((line) => ({
          id: line.id,
          account,
          currency,
          product: line.product,
          configuration: line.configuration,
          quantity: line.quantity,
        })),
      ),
  )
  return orders.map((order) => {
    const own = byOrder.get(order.id) ?? []
    return {
      kind: 'order',
      id: order.id,
      title: order.number,
      owner: order.owner,
      author: order.contentBy,
      team: order.team,
      territory: order.territory,
      currency: order.currency,
      net: own.reduce<bigint>((sum, { net }) => sum + (net?.minor ?? 0n), 0n) + (order.freight?.minor ?? 0n),
      contentHash: contentHash(order, own),
      lines: own.map((line) => ({
        id: line.id,
        position: line.position,
        title: line.description ?? '',
        category: categories.get(line.product) ?? null,
        net: line.net?.minor ?? 0n,
        ...(measures.get(line.id) ?? { rulePrice: line.rulePrice?.minor ?? null, cost: line.cost?.minor ?? null }),
      })),
    }
  })
}

/** Approvals of orders. An approved order stays a draft until a person confirms it: what the approval covers then passes. */
export const orderDocuments: DocumentKind = {
  kind: 'order',
  async lock(ctx, ids) {
    const orders = await lockOrders(ctx, ids)
    return commercialOrders(ctx, [...orders.values()])
  },
  async decided() {},
}

async function categoriesOf(ctx: Ctx, lines: readonly LineRow[]): Promise<ReadonlyMap<Id, Id | null>> {
  const { rows } = await sql<{ readonly id: Id; readonly categoryId: Id | null }>`
    select id, category_id from crm.product where id = any(${[...new Set(lines.map(({ product }) => product))]}::uuid[])`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ id, categoryId }) => [id, categoryId]))
}

const amount = (money: Money | null): string | null => (money === null ? null : `${money.minor} ${money.currency}`)

/** SHA-256 of all that an order says and of what it costs the company, in 64 hexadecimal digits. */
function contentHash(order: OrderRow, lines: readonly LineRow[]): string {
  const content = [
    [order.account, order.currency, order.orderedOn, order.quote, amount(order.freight)],
    lines.map((line) => [
      line.id,
      line.product,
      line.configuration,
      line.quantity,
      line.manualUnitPrice,
      line.discountPercent,
      line.taxRate,
      amount(line.amount),
      amount(line.net),
      amount(line.rulePrice),
      amount(line.cost),
    ]),
  ]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
