import { type Id, Reject } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { requireReason } from '../../deals/decisions/require-reason.ts'
import { refuseUntilAgreed } from '../../partners/agreements/agreed-first.ts'
import { distributeLeads } from '../distribution/distribute-leads.ts'
import { PartnerLead } from '../entities.ts'
import { type Ctx, holdOffer, lockDistribution, requirePartner, requireStatus } from './hold-offer.ts'
import { contactOf } from './lead-parts.ts'
import { tellStaff } from './tell-staff.ts'

/**
 * Takes an offered lead: the partner sees whom it is about, and works on it. The lead counts as worked on. Asked again it changes nothing.
 * @throws REJECTED with `prm.leadStatus`, `prm.leadTooLate`, `prm.agreementPending`; FORBIDDEN
 */
export function acceptLead(outer: Ctx, id: Id): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const offer = await holdOffer(ctx, id)
    const answeredBy = requirePartner(ctx, offer)
    if (offer.status === 'accepted') return offer.id
    if (offer.status === 'recalled' && offer.recallCause === 'silence') throw tooLate()
    requireStatus(offer, ['offered'], 'accepted')
    // The job that recalls it may be a moment behind; the promise to answer in time is the same for everybody.
    if (offer.respondBy <= ctx.now()) throw tooLate()
    await refuseUntilAgreed(ctx)
    const system = ctx.asSystem('gives an accepted lead to its partner')
    const lead = await system.get(Lead, offer.lead)
    await system
      .mutate(PartnerLead)
      .update(offer.id, { status: 'accepted', answeredAt: ctx.now(), answeredBy, ...contactOf(lead) })
    await system.mutate(Lead).update(lead.id, {
      prmDistribution: 'accepted',
      ...(lead.status === 'new' ? { status: 'working' as const } : {}),
    })
    await tellStaff(ctx, offer, 'leads.accepted')
    return offer.id
  })
}

const tooLate = (): Reject =>
  new Reject('prm.leadTooLate', 'The time to answer this lead is over; it goes to somebody else.')

/**
 * Refuses an offered lead with a reason, and so frees the place; the next partner gets it.
 * @throws REJECTED with `prm.leadStatus`, `prm.reasonMissing`; FORBIDDEN
 */
export function declineLead(outer: Ctx, id: Id, why: string): Promise<Id> {
  return outer.transaction(async (ctx) => {
    await lockDistribution(ctx)
    const offer = await holdOffer(ctx, id)
    const answeredBy = requirePartner(ctx, offer)
    if (offer.status === 'declined') return offer.id
    requireStatus(offer, ['offered'], 'declined')
    const reason = requireReason(why)
    const system = ctx.asSystem('passes on a lead that was declined')
    await system.mutate(PartnerLead).update(offer.id, {
      status: 'declined',
      reason,
      answeredAt: ctx.now(),
      answeredBy,
      endedAt: ctx.now(),
      endedBy: answeredBy,
      place: null,
    })
    await tellStaff(ctx, offer, 'leads.declined', { reason })
    await passOn(system, offer.lead)
    return offer.id
  })
}

/** To the next partner by the rules; a lead that no rule wants is for somebody to decide about. Under `lockDistribution`. */
export async function passOn(system: Ctx, lead: Id): Promise<void> {
  const { offered, waiting, stuck } = await distributeLeads(system, [lead])
  if (offered.length + waiting.length + stuck.length > 0) return
  await system.mutate(Lead).update(lead, { prmDistribution: 'stuck', prmPartner: null })
}
