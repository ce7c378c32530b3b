import { type Hook, type Id, job, type On, sql } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { PrmModel } from '../../model.ts'
import { distributeLeads } from './distribute-leads.ts'

/**
 * A lead that comes and that nobody of our own people is to have goes to a partner, where a rule wants it. Our own pools come first: what they
 * take, or what names its owner, is left alone until somebody asks.
 */
export const offerNewLeads = (on: On<typeof PrmModel>): Hook =>
  on(Lead).committed('create', { name: 'offerToPartners', batch: true }, async (events, ctx) => {
    const free = await ctx.list(Lead, {
      where: {
        id: { in: events.map(({ id }) => id) },
        owner: { isNull: true },
        team: { isNull: true },
        sfaPool: { isNull: true },
        prmDistribution: { isNull: true },
      },
      limit: events.length,
    })
    if (free.length > 0)
      await distributeLeads(
        ctx,
        free.map(({ id }) => id),
      )
  })

/** Of each country, so that one whose partners are all full does not keep the leads of others waiting. */
const atOnce = 100

/** Every minute: leads that found all partners full are offered again, the longest waiting first. */
export const offerWaitingLeads = job(PrmModel, 'offerWaitingLeads', { everyMs: 60_000 }, async ({ ctx }) => {
  const { rows } = await sql<{ id: Id }>`
    select id from (
      select id, row_number() over (partition by country_code order by id) as place from crm.lead
      where prm_distribution = 'waiting' and deleted_at is null and status in ('new', 'working', 'qualified')
    ) waiting where place <= ${atOnce}`.execute(ctx.db)
  const { offered } = await distributeLeads(
    ctx,
    rows.map(({ id }) => id),
  )
  return { offered: offered.length }
})
