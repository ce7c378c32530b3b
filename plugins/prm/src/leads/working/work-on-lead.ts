import { type Id, Reject } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { requireReason } from '../../deals/decisions/require-reason.ts'
import { PartnerLead, PartnerLeadReport } from '../entities.ts'
import { passOn } from '../offers/answer-lead.ts'
import {
  type Ctx,
  holdOffer,
  lockDistribution,
  type OfferRow,
  requirePartner,
  requireStatus,
} from '../offers/hold-offer.ts'
import type { LeadProgress } from '../offers/status.ts'
import { tellStaff } from '../offers/tell-staff.ts'

/**
 * A partner tells how it goes with a lead it accepted. It stands on the lead's timeline; a lead that is qualified for the partner is so for us.
 * @throws REJECTED with `prm.leadStatus`, `prm.nothingTold`; FORBIDDEN
 */
export function reportLead(
  outer: Ctx,
  id: Id,
  { progress, note }: { readonly progress?: LeadProgress | null; readonly note?: string | null },
): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const offer = await holdOffer(ctx, id)
    const by = requirePartner(ctx, offer)
    requireStatus(offer, ['accepted'], 'accepted')
    const text = note?.trim() || null
    const now = progress ?? offer.progress
    if (now === offer.progress && text === null)
      throw new Reject('prm.nothingTold', 'Nothing is new. Say how far you are, or write a line.')
    const system = ctx.asSystem('notes how a partner gets on with a lead')
    await tell(system, offer, { by, progress: now, note: text })
    await system.mutate(PartnerLead).update(offer.id, { progress: now, reportedAt: ctx.now() })
    if (now === 'qualified') await qualify(system, offer.lead)
    return offer.id
  })
}

/** Nothing comes of it: the lead is closed, with the reason on its timeline. @throws REJECTED with `prm.leadStatus`, `prm.reasonMissing` */
export function loseLead(outer: Ctx, id: Id, why: string): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const offer = await holdOffer(ctx, id)
    const by = requirePartner(ctx, offer)
    if (offer.status === 'lost') return offer.id
    requireStatus(offer, ['accepted'], 'lost')
    const reason = requireReason(why)
    const system = ctx.asSystem('closes a lead that a partner lost')
    await tell(system, offer, { by, progress: offer.progress, note: reason })
    const over = { endedAt: ctx.now(), endedBy: by, place: null }
    await system.mutate(PartnerLead).update(offer.id, { status: 'lost', reason, ...over })
    await system.mutate(Lead).update(offer.lead, { status: 'disqualified', prmDistribution: 'done' })
    await tellStaff(ctx, offer, 'leads.lost', { reason })
    return offer.id
  })
}

/**
 * Gives back a lead that was accepted, with a reason: it goes to the next partner, and this one no longer sees whom it is about.
 * @throws REJECTED with `prm.leadStatus`, `prm.reasonMissing`
 */
export function returnLead(outer: Ctx, id: Id, why: string): Promise<Id> {
  return outer.transaction(async (ctx) => {
    await lockDistribution(ctx)
    const offer = await holdOffer(ctx, id)
    const by = requirePartner(ctx, offer)
    if (offer.status === 'returned') return offer.id
    requireStatus(offer, ['accepted'], 'returned')
    const reason = requireReason(why)
    const system = ctx.asSystem('passes on a lead that was given back')
    await system.mutate(PartnerLead).update(offer.id, {
      status: 'returned',
      reason,
      endedAt: ctx.now(),
      endedBy: by,
      place: null,
    })
    await tellStaff(ctx, offer, 'leads.returned', { reason })
    await passOn(system, offer.lead)
    return offer.id
  })
}

/** A record of what was told. */
async function tell(
  system: Ctx,
  offer: OfferRow,
  { by, progress, note }: { readonly by: Id | null; readonly progress: LeadProgress; readonly note: string | null },
): Promise<void> {
  const told = { offer: offer.id, lead: offer.lead, at: system.now(), by, title: offer.number, progress, note }
  await system.mutate(PartnerLeadReport).create(told as never)
}

/** As far as the partner is: never back from what we know of it. */
export async function qualify(system: Ctx, id: Id): Promise<void> {
  const { status } = await system.get(Lead, id)
  if (status === 'new' || status === 'working') await system.mutate(Lead).update(id, { status: 'qualified' })
}
