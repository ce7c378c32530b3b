import { type Id, Reject } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { notify } from '../../news/notify.ts'
import { type Ctx, holdDeal } from '../deal-lock.ts'
import { DealRegistration } from '../entities.ts'
import { requireDecider } from './require-decider.ts'
import { requireReason } from './require-reason.ts'
import { tellPartner } from './tell-partner.ts'

/** Takes back what waits for a decision; its customer is free again. @throws REJECTED with `prm.dealStatus` */
export function withdrawDeal(outer: Ctx, id: Id, reason?: string | null): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const deal = await holdDeal(ctx, id)
    if (deal.status === 'withdrawn') return deal.id
    if (deal.status !== 'submitted')
      throw new Reject('prm.dealStatus', `This registration is ${deal.status}: only one that waits can be withdrawn.`, {
        from: deal.status,
        to: 'withdrawn',
      })
    await ctx
      .asSystem('withdraws a deal registration')
      .mutate(DealRegistration)
      .update(deal.id, {
        status: 'withdrawn',
        reason: reason ?? null,
        place: null,
        protectedFrom: null,
      })
    return deal.id
  })
}

/**
 * Ends a protection before its time: by the partner, who gives it up, or by us, with a reason that the partner reads.
 * @throws REJECTED with `prm.dealStatus`, `prm.reasonMissing`, `prm.ownDeal`
 */
export function releaseDeal(outer: Ctx, id: Id, reason?: string | null): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const deal = await holdDeal(ctx, id)
    const byPartner = ctx.actor.kind === 'partner'
    if (!byPartner) await requireDecider(ctx, deal)
    if (deal.status === 'released') return deal.id
    if (deal.status !== 'approved')
      throw new Reject(
        'prm.dealStatus',
        `This registration is ${deal.status}: only one that is approved can be released.`,
        {
          from: deal.status,
          to: 'released',
        },
      )
    const system = ctx.asSystem('releases a deal registration')
    const text = byPartner ? (reason ?? null) : requireReason(reason)
    await system.mutate(DealRegistration).update(deal.id, {
      status: 'released',
      reason: text,
      place: null,
      protectedUntil: companyDay(ctx),
    })
    if (!byPartner) await tellPartner(ctx, deal, 'deals.released', { reason: text ?? '' })
    else if (deal.manager)
      await notify(ctx, {
        user: deal.manager,
        kind: 'deals.givenUp',
        params: { number: deal.number, customer: deal.customerName },
        link: `/deals/${deal.id}`,
      })
    return deal.id
  })
}
