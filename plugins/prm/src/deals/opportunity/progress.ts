import { type Hook, type Id, type On, sql } from '@tessera/core'
import { Opportunity, Stage } from '@tessera/plugin-sfa/model'
import type { PrmModel } from '../../model.ts'
import { type Ctx, type DealRow, lock } from '../deal-lock.ts'
import { tellPartner } from '../decisions/tell-partner.ts'
import { DealRegistration } from '../entities.ts'

/** What a registration shows of its opportunity, and all that a partner learns of it: how it stands, its stage's name, its day. */
export async function progressOf(system: Ctx, opportunity: Id) {
  const { status, stage, closeDate, closedOn } = await system.get(Opportunity, opportunity)
  const { name } = await system.get(Stage, stage)
  return { progress: status, progressStage: name, progressClose: closedOn ?? closeDate }
}

/**
 * What becomes of an opportunity flows back to its registrations. Once it is won or lost nothing is left to protect: the protection ends
 * with that day. The event only says that something changed; what counts is how it is now, so that late and repeated ones do no harm.
 */
export const progressFlowsBack = (on: On<typeof PrmModel>): Hook =>
  on(Opportunity).committed(
    'update',
    { fields: ['status', 'stage', 'closeDate', 'closedOn'], name: 'dealProgress' },
    async ({ id, ctx }) => {
      const { rows } = await sql<{ id: Id }>`
        select id from crm.deal_registration where opportunity_id = ${id} and deleted_at is null order by id`.execute(
        ctx.db,
      )
      for (const row of rows) await follow(ctx, row.id, id)
    },
  )

async function follow(ctx: Ctx, id: Id, opportunity: Id): Promise<void> {
  await lock(ctx, `prm.deal ${id}`)
  const deal = await ctx.get(DealRegistration, id)
  const progress = await progressOf(ctx, opportunity)
  const closes = progress.progress !== 'open'
  await ctx.mutate(DealRegistration).update(id, {
    ...progress,
    ...(closes ? { protectedUntil: lastDay(deal, progress.progressClose) } : {}),
  })
  if (closes && deal.progress !== progress.progress)
    await tellPartner(ctx, deal, progress.progress === 'won' ? 'deals.won' : 'deals.lost')
}

/** The day it closed, but neither before its protection began nor after it ended. */
function lastDay({ protectedFrom, protectedUntil }: DealRow, closed: string): string {
  const from = protectedFrom ?? closed
  const until = protectedUntil ?? closed
  return closed < from ? from : closed > until ? until : closed
}
