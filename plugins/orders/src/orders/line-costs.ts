import { type Context, type Id, type Money, money, sql, TesseraError } from '@tessera/core'
import { convertMoney } from '@tessera/plugin-catalog'
import { lineAmount } from '../lines/index.ts'
import type { OrdersModel } from '../model.ts'

type Ctx = Context<typeof OrdersModel>

/** What a line costs the company. Without a cost, or without a rate for one in another currency, nothing stands in for it. */
export interface LineCost {
  /** In the currency asked for; null where the cost is in another one. */
  readonly unitCost: string | null
  readonly cost: Money | null
}

interface CostRow {
  readonly place: string
  readonly unitCost: string
  readonly currency: string
}

/** What the cost of a line follows from, besides the day and the currency. */
interface CostedLine {
  readonly product: Id
  readonly quantity: string
}

/**
 * The costs of lines on a day, in a currency: by the last cost of the product in that currency from that day or
 * before, else by the last in another one, converted by the rate of the day.
 */
export async function lineCosts<L extends CostedLine>(
  ctx: Ctx,
  lines: readonly L[],
  at: (line: L) => { readonly day: string; readonly currency: string },
): Promise<ReadonlyMap<L, LineCost>> {
  if (lines.length === 0) return new Map()
  const { rows } = await sql<CostRow>`
    select w.place::text as place, c.unit_cost::text as unit_cost, c.currency
    from unnest(${lines.map(({ product }) => product)}::uuid[], ${lines.map((line) => at(line).day)}::date[],
      ${lines.map((line) => at(line).currency)}::text[]) with ordinality w(product_id, day, currency, place)
    cross join lateral (select pc.unit_cost, pc.currency from crm.product_cost pc
      where pc.product_id = w.product_id and pc.valid_from <= w.day and pc.deleted_at is null
      order by pc.currency = w.currency desc, pc.valid_from desc, pc.currency limit 1) c`.execute(ctx.db)
  const found = new Map<L, LineCost>()
  const foreign: { readonly line: L; readonly cost: Money }[] = []
  for (const { place, unitCost, currency } of rows) {
    const line = lines[Number(place) - 1] as L
    const cost = money(lineAmount(unitCost, line.quantity, currency), currency)
    if (currency === at(line).currency) found.set(line, { unitCost, cost })
    else foreign.push({ line, cost })
  }
  const outcomes = await convertMoney(
    ctx,
    foreign.map(({ line, cost }) => ({ amount: cost, to: at(line).currency, on: at(line).day })),
  )
  for (const [index, { line }] of foreign.entries()) {
    const outcome = outcomes[index]
    if (outcome && !(outcome instanceof TesseraError)) found.set(line, { unitCost: null, cost: outcome.amount })
  }
  return found
}
