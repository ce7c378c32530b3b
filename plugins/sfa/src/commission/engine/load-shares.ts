import { type Context, type Id, sql } from '@tessera/core'
import type { SfaModel } from '../../model.ts'
import type { LineFacts } from './line-facts.ts'
import type { Share } from './plan-terms.ts'
import { scaled } from './scaled.ts'

type Ctx = Context<typeof SfaModel>

interface ShareRow {
  readonly of: Id
  readonly person: Id
  readonly percent: string
}

/**
 * Who has which part of an order. Of revenue: the order's own splits; else its opportunity's; else all is the owner's. Overlay comes from the
 * opportunity alone. Two statements, however many orders.
 */
export async function loadShares(
  ctx: Ctx,
  credits: 'revenue' | 'overlay',
  lines: readonly LineFacts[],
): Promise<(line: LineFacts) => readonly Share[]> {
  const orders = [...new Set(lines.map(({ order }) => order))]
  const deals = [...new Set(lines.flatMap(({ opportunity }) => opportunity ?? []))]
  const { rows: ofOrders } = await sql<ShareRow>`select order_id as of, user_id as person, percent::text as percent
    from crm.order_split where order_id = any(${orders}::uuid[]) and deleted_at is null order by user_id`.execute(
    ctx.db,
  )
  const { rows: ofDeals } = await sql<ShareRow>`select opportunity_id as of, user_id as person, percent::text as percent
    from crm.opportunity_split where opportunity_id = any(${deals}::uuid[]) and type = ${credits} and deleted_at is null
    order by user_id`.execute(ctx.db)
  const byOrder = sharesBy(ofOrders)
  const byDeal = sharesBy(ofDeals)
  return ({ order, opportunity, owner }) => {
    const ofDeal = opportunity === null ? undefined : byDeal.get(opportunity)
    if (credits === 'overlay') return ofDeal ?? []
    return byOrder.get(order) ?? ofDeal ?? (owner === null ? [] : [{ person: owner, percent: 1_000_000n }])
  }
}

const sharesBy = (rows: readonly ShareRow[]): ReadonlyMap<Id, readonly Share[]> =>
  new Map(
    [...Map.groupBy(rows, ({ of }) => of)].map(([of, shares]) => [
      of,
      shares.map(({ person, percent }) => ({ person, percent: scaled(percent, 4) })),
    ]),
  )
