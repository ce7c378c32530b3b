import { type Context, type Id, type RowIn, sql } from '@tessera/core'
import type { OrderLine, OrdersModel } from '../model.ts'

export type LineRow = RowIn<typeof OrdersModel, typeof OrderLine>

/** What a line takes from its product. */
export interface LineProduct {
  readonly name: string
  readonly unit: string
}

/** Names and units of the products of lines, in one statement. */
export async function productsOf(
  ctx: Context<typeof OrdersModel>,
  rows: readonly LineRow[],
): Promise<ReadonlyMap<Id, LineProduct>> {
  const ids = [...new Set(rows.filter((row) => !row.description || !row.unit).map((row) => row.product))]
  if (ids.length === 0) return new Map()
  const found = await sql<LineProduct & { readonly id: Id }>`
    select id, name, unit from crm.product where id = any(${ids}::uuid[])`.execute(ctx.db)
  return new Map(found.rows.map((product) => [product.id, product]))
}

/** Tax rates of accounts that have one of their own, in per cent. */
export async function taxRatesOf(
  ctx: Context<typeof OrdersModel>,
  accounts: readonly Id[],
): Promise<ReadonlyMap<Id, string>> {
  const found = await sql<{ readonly id: Id; readonly rate: string }>`
    select id, orders_tax_rate::text as rate from crm.account
    where id = any(${[...new Set(accounts)]}::uuid[]) and orders_tax_rate is not null`.execute(ctx.db)
  return new Map(found.rows.map(({ id, rate }) => [id, rate]))
}
