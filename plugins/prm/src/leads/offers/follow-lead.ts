import { type Hook, type On, sql } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import type { PrmModel } from '../../model.ts'
import { PartnerLead } from '../entities.ts'
import { type Ctx, lockOffer } from './hold-offer.ts'
import { endOffer } from './recall-lead.ts'

/**
 * A lead that we close or convert ourselves, or throw away, is no longer the partner's to work on. What counts is how it is now, so that late
 * and repeated events do no harm.
 */
export const offersFollowLead = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(Lead).committed('update', { fields: ['status'], name: 'offersFollow' }, ({ id, ctx }) => endWithLead(ctx, id)),
  on(Lead).committed('delete', { name: 'offersEnd' }, ({ id, ctx }) => endWithLead(ctx, id)),
]

async function endWithLead(ctx: Ctx, id: string): Promise<void> {
  const lead = await ctx.find(Lead, id)
  if (lead && lead.status !== 'disqualified' && lead.status !== 'converted') return
  const { rows } = await sql<{ id: string }>`
    select id from crm.partner_lead where lead_id = ${id}::uuid and status in ('offered', 'accepted') and deleted_at is null`.execute(
    ctx.db,
  )
  for (const row of rows) {
    await lockOffer(ctx, row.id)
    const offer = await ctx.get(PartnerLead, row.id)
    if (offer.status !== 'offered' && offer.status !== 'accepted') continue
    await endOffer(ctx, offer, { cause: 'leadOver', reason: null, endedBy: null })
    if (lead) await ctx.mutate(Lead).update(id, { prmDistribution: 'done', prmPartner: null })
  }
}
