import { type Id, job, sql } from '@tessera/core'
import { PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { type Ctx, lock } from '../deal-lock.ts'
import { DealRegistration } from '../entities.ts'

/** Every five minutes: what was not decided in time is everybody's who may decide, and no longer the channel manager's alone. Once. */
export const escalateDeals = job(PrmModel, 'escalateDeals', { everyMs: 300_000 }, async ({ ctx, signal }) => {
  const { rows } = await sql<{ id: Id }>`
    select id from crm.deal_registration
    where deleted_at is null and status = 'submitted' and escalated_at is null and decision_due_at <= ${ctx.now()}
    order by decision_due_at, id limit 1000`.execute(ctx.db)
  let escalated = 0
  for (const { id } of rows) {
    if (signal.aborted) break
    if (await escalate(ctx, id)) escalated++
  }
  return { escalated }
})

function escalate(outer: Ctx, id: Id): Promise<boolean> {
  return outer.transaction(async (ctx) => {
    await lock(ctx, `prm.deal ${id}`)
    const deal = await ctx.get(DealRegistration, id)
    if (deal.status !== 'submitted' || deal.escalatedAt !== null) return false
    await ctx.mutate(DealRegistration).update(id, { escalatedAt: ctx.now() })
    await notify(ctx, {
      permission: 'prm:approveDeals',
      over: { partner: deal.partner },
      kind: 'deals.overdue',
      params: {
        number: deal.number,
        customer: deal.customerName,
        due: (deal.decisionDueAt ?? ctx.now()).toISOString(),
      },
      link: `/deals/${deal.id}`,
    })
    return true
  })
}
