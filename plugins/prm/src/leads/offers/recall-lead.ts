import { type Id, job, sql } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { requireReason } from '../../deals/decisions/require-reason.ts'
import { PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { distributeLeads } from '../distribution/distribute-leads.ts'
import { PartnerLead } from '../entities.ts'
import { passOn } from './answer-lead.ts'
import {
  type Ctx,
  holdOffer,
  lockDistribution,
  lockOffer,
  type OfferRow,
  requireDistributor,
  requireStatus,
} from './hold-offer.ts'
import { titleParams } from './lead-title.ts'
import type { RecallCause } from './status.ts'
import { tellStaff } from './tell-staff.ts'

/**
 * Takes a lead back from its partner, with a reason that the partner reads, and passes it on by the rules unless told otherwise.
 * @throws REJECTED with `prm.leadStatus`, `prm.reasonMissing`; FORBIDDEN
 */
export function recallLead(
  outer: Ctx,
  id: Id,
  { reason, next = true }: { readonly reason: string; readonly next?: boolean | null },
): Promise<Id> {
  return outer.transaction(async (ctx) => {
    await lockDistribution(ctx)
    const offer = await holdOffer(ctx, id)
    const endedBy = requireDistributor(ctx, offer)
    if (offer.status === 'recalled') return offer.id
    requireStatus(offer, ['offered', 'accepted', 'converted'], 'recalled')
    const why = requireReason(reason)
    const system = ctx.asSystem('recalls a lead from a partner')
    await endOffer(system, offer, { cause: 'staff', reason: why, endedBy })
    if (next) await passOn(system, offer.lead)
    else await system.mutate(Lead).update(offer.lead, { prmDistribution: null, prmPartner: null })
    return offer.id
  })
}

/** Ends an offer from our side. Who it was about is none of the partner's business any more. */
export async function endOffer(
  system: Ctx,
  offer: OfferRow,
  {
    cause,
    reason,
    endedBy,
  }: { readonly cause: RecallCause; readonly reason: string | null; readonly endedBy: Id | null },
): Promise<void> {
  await system.mutate(PartnerLead).update(offer.id, {
    status: 'recalled',
    recallCause: cause,
    reason,
    endedAt: system.now(),
    endedBy,
    place: null,
  })
  await notify(system, {
    partner: offer.partner,
    roles: ['admin', 'sales'],
    kind: cause === 'silence' ? 'leads.tooLate' : cause === 'staff' ? 'leads.recalled' : 'leads.over',
    params: { ...(await titleParams(system, offer)), number: offer.number, reason: reason ?? '' },
    link: `/leads/${offer.id}`,
  })
}

/** Every minute: what a partner did not answer in time goes to the next. */
export const recallSilentLeads = job(PrmModel, 'recallSilentLeads', { everyMs: 60_000 }, async ({ ctx, signal }) => {
  let recalled = 0
  for (let more = true; more && !signal.aborted; ) {
    const some = await recallSilent(ctx)
    recalled += some
    more = some > 0
  }
  return { recalled }
})

/** Recalls up to a hundred leads whose time to answer is over, and passes them on; gives how many. */
export function recallSilent(outer: Ctx): Promise<number> {
  return outer.transaction(async (ctx) => {
    await lockDistribution(ctx)
    const { rows } = await sql<{ id: Id }>`
      select id from crm.partner_lead where status = 'offered' and respond_by <= ${ctx.now()} and deleted_at is null
      order by respond_by, id limit 100`.execute(ctx.db)
    const leads: Id[] = []
    for (const { id } of rows) {
      await lockOffer(ctx, id)
      // It may have been accepted while we waited.
      const offer = await ctx.get(PartnerLead, id)
      if (offer.status !== 'offered') continue
      await endOffer(ctx, offer, { cause: 'silence', reason: null, endedBy: null })
      await tellStaff(ctx, offer, 'leads.silence')
      leads.push(offer.lead)
    }
    const { offered, waiting, stuck } = await distributeLeads(ctx, leads)
    const placed = new Set([...offered, ...waiting, ...stuck])
    await ctx
      .mutate(Lead)
      .updateMany(
        leads
          .filter((id) => !placed.has(id))
          .map((id) => ({ id, patch: { prmDistribution: 'stuck' as const, prmPartner: null } })),
      )
    return rows.length
  })
}
