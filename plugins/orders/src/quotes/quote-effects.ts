import type { Context, Hook, HookEvent, On, UpdateItem } from '@tessera/core'
import { withdrawApprovals } from '../approvals/withdraw.ts'
import { ApprovalRequest, type OrdersModel, Quote, QuoteLine, QuoteRevision } from '../model.ts'
import { sharePatches } from './line-shares.ts'
import { loadLines } from './load-lines.ts'
import { orderFromQuote } from './order-from-quote.ts'
import { pricedFor } from './price-line.ts'

type Ctx = Context<typeof OrdersModel>
type Event = HookEvent<typeof OrdersModel, typeof Quote>
type LineUpdate = UpdateItem<typeof OrdersModel, typeof QuoteLine>

/**
 * What a quote's new state brings with it, in the same transaction: requests for approval, frozen
 * revisions, the order of what was accepted, prices and shares of lines.
 */
export const quoteEffects = (on: On<typeof OrdersModel>): Hook =>
  on(Quote).after('update', { batch: true, name: 'effects' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const system = ctx.asSystem('follows a change of a quote')
    const moved = events.filter(({ old, row }) => old?.status !== row.status)
    await refreshLines(system, events)
    const left = moved.filter(({ old, row }) => old?.status === 'inApproval' && row.status !== 'approved')
    if (left.length > 0)
      await withdrawApprovals(
        system,
        left.map(({ id }) => id),
      )
    const reopened = moved.filter(
      ({ old, row }) => row.status === 'draft' && old !== null && old.revision < row.revision,
    )
    if (reopened.length > 0) await supersede(system, reopened)
    const asked = moved.filter(({ row }) => row.status === 'inApproval')
    if (asked.length > 0) await requestMissing(ctx, asked)
    for (const { row } of moved) if (row.status === 'accepted') await orderFromQuote(system, row)
    const sent = moved.filter(({ row }) => row.status === 'sent')
    if (sent.length > 0) await system.mutate(QuoteRevision).createMany(sent.map(({ id }) => ({ quote: id })) as never)
  })

/** Whoever moves a quote into approval asks for it, unless it was asked for in so many words. */
async function requestMissing(ctx: Ctx, events: readonly Event[]): Promise<void> {
  const open = await ctx.asSystem('looks for open requests').list(ApprovalRequest, {
    where: { quote: { in: events.map(({ id }) => id) }, status: { eq: 'pending' } },
    limit: events.length,
  })
  const missing = events.filter(({ id }) => !open.some(({ quote }) => quote === id))
  await requester(ctx)
    .mutate(ApprovalRequest)
    .createMany(missing.map(({ id }) => ({ kind: 'quote' as const, quote: id })) as never)
}

/** A request is made by the person who asks for it; by the system it is made for the salesperson. */
const requester = (ctx: Ctx): Ctx => (ctx.actor.kind === 'user' ? ctx : ctx.asSystem('requests an approval'))

async function supersede(ctx: Ctx, events: readonly Event[]): Promise<void> {
  const open = await ctx.list(QuoteRevision, {
    where: { quote: { in: events.map(({ id }) => id) }, supersededAt: { isNull: true } },
    limit: 1_000_000,
  })
  await ctx.mutate(QuoteRevision).updateMany(open.map(({ id }) => ({ id, patch: { supersededAt: ctx.now() } })))
}

/** Lines get their shares of the quote's figures, and other prices where account, currency or day are others. */
async function refreshLines(ctx: Ctx, events: readonly Event[]): Promise<void> {
  const changed = events.filter(({ old, row }) => old?.contentHash !== row.contentHash)
  if (changed.length === 0) return
  const lines = await loadLines(
    ctx,
    changed.map(({ id }) => id),
  )
  const patches = changed.flatMap(({ row }): LineUpdate[] => {
    const mine = lines.get(row.id) ?? []
    const key = pricedFor({ account: row.account, currency: row.currency, day: row.pricedOn ?? '' })
    const stale = mine.filter((line) => line.pricedFor !== key)
    if (stale.length > 0) return stale.map(({ id }) => ({ id, patch: { pricedFor: key } }))
    return sharePatches(row, mine)
  })
  if (patches.length > 0) await ctx.mutate(QuoteLine).updateMany(patches)
}
