import { type Id, job, sql } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { OrdersModel, Quote } from '../model.ts'

/** Every hour: sent quotes whose last day is over, in the company's time zone, expire. Nobody could accept them since midnight anyway. */
export const expireQuotes = job(OrdersModel, 'expireQuotes', { cron: '5 * * * *' }, async ({ ctx }) => {
  let expired = 0
  for (;;) {
    const { rows } = await sql<{ id: Id }>`
      select id from crm.quote where deleted_at is null and status = 'sent' and valid_until < ${companyDay(ctx)}::date
      order by id limit 500`.execute(ctx.db)
    if (rows.length === 0) return { expired }
    await ctx.mutate(Quote).updateMany(rows.map(({ id }) => ({ id, patch: { status: 'expired' as const } })))
    expired += rows.length
  }
})
