import type { Hook, Id, On } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { Opportunity } from '@tessera/plugin-sfa/model'
import { DealRegistration } from '../../deals/entities.ts'
import type { PrmModel } from '../../model.ts'
import { PartnerLead } from '../entities.ts'
import { type Ctx, holdOffer, requirePartner, requireStatus } from '../offers/hold-offer.ts'
import { tellStaff } from '../offers/tell-staff.ts'
import { qualify } from './work-on-lead.ts'

/**
 * Says that a deal, just registered by the partner, came of a lead it accepted: the lead is done with, and qualified. In the transaction that
 * registers the deal.
 * @throws REJECTED with `prm.leadStatus`; FORBIDDEN; NOT_FOUND
 */
export async function leadBecomesDeal(ctx: Ctx, id: Id, deal: Id): Promise<void> {
  const offer = await holdOffer(ctx, id)
  requirePartner(ctx, offer)
  requireStatus(offer, ['accepted'], 'converted')
  const system = ctx.asSystem('notes that a lead became a deal')
  await system.mutate(PartnerLead).update(offer.id, { status: 'converted', progress: 'qualified', deal, place: null })
  await system.mutate(Lead).update(offer.lead, { prmDistribution: 'done' })
  await qualify(system, offer.lead)
  await tellStaff(ctx, offer, 'leads.converted')
}

/** The lead of ours that a deal came of, or null. A deal we gave the partner is not sourced by it. */
export async function leadBehind(system: Ctx, deal: Id): Promise<Id | null> {
  const [offer] = await system.list(PartnerLead, {
    where: { deal: { eq: deal }, status: { eq: 'converted' } },
    limit: 1,
  })
  return offer?.lead ?? null
}

/** Once the deal is an opportunity the lead is converted, with what it became. */
export const dealFlowsBack = (on: On<typeof PrmModel>): Hook =>
  on(DealRegistration).committed('update', { fields: ['opportunity'], name: 'leadConverted' }, async ({ id, ctx }) => {
    const { opportunity: became } = await ctx.get(DealRegistration, id)
    const lead = became && (await leadBehind(ctx, id))
    if (!lead) return
    const { status } = await ctx.get(Lead, lead)
    if (status === 'converted') return
    const opportunity = await ctx.get(Opportunity, became)
    if (opportunity.lead === null) await ctx.mutate(Opportunity).update(became, { lead })
    await ctx
      .mutate(Lead)
      .update(lead, { status: 'converted', account: opportunity.account, sfaConvertedAt: ctx.now() })
  })
