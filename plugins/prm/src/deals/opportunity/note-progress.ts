import { type Id, Reject } from '@tessera/core'
import { type Ctx, holdDeal } from '../deal-lock.ts'
import { requireDecider } from '../decisions/require-decider.ts'
import { DealRegistration } from '../entities.ts'

/** What we let the partner know of the opportunity, in our words; empty takes it back. @throws REJECTED with `prm.dealStatus`, `prm.ownDeal` */
export function noteDealProgress(outer: Ctx, id: Id, note: string | null): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const deal = await holdDeal(ctx, id)
    await requireDecider(ctx, deal)
    if (deal.status !== 'converted')
      throw new Reject('prm.dealStatus', `This registration is ${deal.status}: there is no opportunity to tell of.`, {
        from: deal.status,
      })
    await ctx
      .asSystem('tells a partner how a deal goes')
      .mutate(DealRegistration)
      .update(deal.id, { progressNote: note?.trim() || null })
    return deal.id
  })
}
