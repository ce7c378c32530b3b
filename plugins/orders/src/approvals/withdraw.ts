import type { Context, Id } from '@tessera/core'
import { ApprovalRequest, ApprovalStep, type OrdersModel } from '../model.ts'

/** Ends the open requests for documents: they changed, or are not wanted any more. `ctx` has every right. */
export async function withdrawApprovals(ctx: Context<typeof OrdersModel>, documents: readonly Id[]): Promise<void> {
  const open = await ctx.list(ApprovalRequest, {
    where: { status: { eq: 'pending' }, or: [{ quote: { in: documents } }, { order: { in: documents } }] },
    limit: 100_000,
  })
  if (open.length === 0) return
  const steps = await ctx.list(ApprovalStep, {
    where: { request: { in: open.map(({ id }) => id) }, status: { in: ['waiting', 'open'] } },
    limit: 100_000,
  })
  await ctx.mutate(ApprovalStep).updateMany(steps.map(({ id }) => ({ id, patch: { status: 'withdrawn' as const } })))
  await ctx.mutate(ApprovalRequest).updateMany(open.map(({ id }) => ({ id, patch: { status: 'withdrawn' as const } })))
}
