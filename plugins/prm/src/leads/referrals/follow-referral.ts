import { type Hook, type Id, type On, sql } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { Opportunity } from '@tessera/plugin-sfa/model'
import type { PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { ReferredLead } from '../entities.ts'
import type { Ctx } from '../offers/hold-offer.ts'
import type { referralStates } from './referred-lead.ts'

type ReferralState = (typeof referralStates)[number]

/**
 * A partner sees how it goes with whom it referred: whether somebody is at it, whether it is an opportunity and won, or over; nothing else of
 * it. Worked out from how lead and opportunity are now, so that late and repeated events do no harm.
 */
export const referralsFollow = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(Lead).committed('update', { fields: ['status', 'owner'], name: 'referralFollows' }, ({ id, ctx }) =>
    follow(ctx, id),
  ),
  on(Opportunity).committed('update', { fields: ['status'], name: 'referralFollows' }, async ({ id, ctx }) => {
    const { lead } = await ctx.get(Opportunity, id)
    if (lead) await follow(ctx, lead)
  }),
]

async function follow(ctx: Ctx, lead: Id): Promise<void> {
  const { rows } = await sql<{ id: Id }>`
    select id from crm.referred_lead where lead_id = ${lead}::uuid and deleted_at is null order by id`.execute(ctx.db)
  if (rows.length === 0) return
  const state = await stateOf(ctx, lead)
  for (const { id } of rows) {
    const referred = await ctx.get(ReferredLead, id)
    if (referred.state === state) continue
    await ctx.mutate(ReferredLead).update(id, { state })
    if (state === 'working' || state === 'received') continue
    await notify(ctx, {
      partner: referred.partner,
      roles: ['admin', 'sales'],
      kind: `leads.referral${state === 'qualified' ? 'Qualified' : state === 'won' ? 'Won' : 'Closed'}`,
      params: { company: referred.company },
      link: '/leads?tab=referred',
    })
  }
}

async function stateOf(ctx: Ctx, id: Id): Promise<ReferralState> {
  const [opportunity] = await ctx.list(Opportunity, { where: { lead: { eq: id } }, limit: 1 })
  if (opportunity) return opportunity.status === 'won' ? 'won' : opportunity.status === 'lost' ? 'closed' : 'qualified'
  const lead = await ctx.find(Lead, id)
  if (!lead || lead.status === 'disqualified') return 'closed'
  if (lead.status === 'qualified' || lead.status === 'converted') return 'qualified'
  return lead.status === 'working' || lead.owner !== null ? 'working' : 'received'
}
