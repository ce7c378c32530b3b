import { type Context, type Id, job, sql } from '@tessera/core'
import { ApprovalStep, OrdersModel } from '../model.ts'

type Ctx = Context<typeof OrdersModel>

/**
 * Every five minutes: steps that are late turn to those named for that, or to anybody with the authority, too; steps that wait for long
 * remind those they ask. Each once.
 */
export const approvalDeadlines = job(OrdersModel, 'approvalDeadlines', { everyMs: 300_000 }, async ({ ctx }) => {
  const now = ctx.now()
  const late = await open(ctx, sql`due_at <= ${now} and escalated_at is null`)
  await ctx.mutate(ApprovalStep).updateMany(late.map((id) => ({ id, patch: { escalatedAt: now } })))
  const waiting = await open(
    ctx,
    sql`remind_hours is not null and reminded_at is null and opened_at + remind_hours * interval '1 hour' <= ${now}`,
  )
  await ctx.mutate(ApprovalStep).updateMany(waiting.map((id) => ({ id, patch: { remindedAt: now } })))
  return { escalated: late.length, reminded: waiting.length }
})

async function open(ctx: Ctx, which: ReturnType<typeof sql>): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    select id from crm.approval_step where deleted_at is null and status = 'open' and (${which}) order by id limit 1000`.execute(
    ctx.db,
  )
  return rows.map(({ id }) => id)
}
