import { type Id, job, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { PrmModel } from '../../model.ts'
import { prmSettings } from '../../settings.ts'
import { daysAfter } from '../days.ts'
import { type Ctx, type DealRow, lock } from '../deal-lock.ts'
import { DealRegistration } from '../entities.ts'
import { tellPartner } from './tell-partner.ts'

/**
 * Every hour: protections whose last day is over, in the company's time zone, count as expired, and those about to end are told of.
 * Others could register the customer since midnight anyway: that goes by the days.
 */
export const expireDeals = job(PrmModel, 'expireDeals', { cron: '10 * * * *' }, async ({ ctx, signal }) => {
  const today = companyDay(ctx)
  const soon = daysAfter(today, ctx.settings(prmSettings).dealEndReminderDays)
  const over = await dealsWhere(ctx, sql`protected_until < ${today}::date`)
  const ending = await dealsWhere(
    ctx,
    sql`protected_until between ${today}::date and ${soon}::date and reminded_at is null`,
  )
  let expired = 0
  for (const id of over) {
    if (signal.aborted) break
    if (await once(ctx, id, ({ protectedUntil }) => (protectedUntil ?? today) < today, expire)) expired++
  }
  let reminded = 0
  for (const id of ending) {
    if (signal.aborted) break
    if (await once(ctx, id, (deal) => deal.remindedAt === null && (deal.protectedUntil ?? '') <= soon, remind))
      reminded++
  }
  return { expired, reminded }
})

async function dealsWhere(ctx: Ctx, which: ReturnType<typeof sql>): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    select id from crm.deal_registration where deleted_at is null and status = 'approved' and (${which}) order by id`.execute(
    ctx.db,
  )
  return rows.map(({ id }) => id)
}

/** Looks again once nobody else can: it may have been extended or released meanwhile. */
function once(outer: Ctx, id: Id, due: (deal: DealRow) => boolean, act: (ctx: Ctx, deal: DealRow) => Promise<void>) {
  return outer.transaction(async (ctx) => {
    await lock(ctx, `prm.deal ${id}`)
    const deal = await ctx.get(DealRegistration, id)
    if (deal.status !== 'approved' || !due(deal)) return false
    await act(ctx, deal)
    return true
  })
}

async function expire(ctx: Ctx, deal: DealRow): Promise<void> {
  await ctx.mutate(DealRegistration).update(deal.id, { status: 'expired', place: null })
  await tellPartner(ctx, deal, 'deals.expired')
}

async function remind(ctx: Ctx, deal: DealRow): Promise<void> {
  await ctx.mutate(DealRegistration).update(deal.id, { remindedAt: ctx.now() })
  await tellPartner(ctx, deal, 'deals.ending', { until: deal.protectedUntil ?? '' })
}
