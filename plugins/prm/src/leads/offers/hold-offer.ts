import { type Context, type Id, Reject, type RowIn, TesseraError } from '@tessera/core'
import type { Lead } from '@tessera/plugin-customers/model'
import { lock } from '../../deals/deal-lock.ts'
import { covers } from '../../deals/decisions/require-decider.ts'
import type { PrmModel } from '../../model.ts'
import { PartnerLead } from '../entities.ts'
import type { PartnerLeadStatus } from './status.ts'

export type Ctx = Context<typeof PrmModel>
export type OfferRow = RowIn<typeof PrmModel, typeof PartnerLead>
export type LeadRow = RowIn<typeof PrmModel, typeof Lead>

/**
 * Until the transaction ends nobody else decides who gets leads, so that turns, places and who had what are exact. Who needs an offer, too,
 * takes that afterwards.
 */
export const lockDistribution = (ctx: Ctx) => lock(ctx, 'prm.leadDistribution')

/**
 * An offer as it is now, held against everybody else who would do something with it. Whoever may not change it is refused.
 * @throws NOT_FOUND, FORBIDDEN
 */
export async function holdOffer(ctx: Ctx, id: Id): Promise<OfferRow> {
  await lockOffer(ctx, id)
  await ctx.get(PartnerLead, id)
  await ctx.mutate(PartnerLead).updateMany([{ id, patch: {} }])
  return ctx.asSystem('reads an offer before something becomes of it').get(PartnerLead, id)
}

export const lockOffer = (ctx: Ctx, id: Id) => lock(ctx, `prm.partnerLead ${id.toLowerCase()}`)

/** Who answers and works on a lead are the people of the partner that has it. @throws FORBIDDEN */
export function requirePartner(ctx: Ctx, offer: OfferRow): Id {
  const { actor } = ctx
  if (actor.kind === 'partner' && actor.partner === offer.partner) return actor.id
  throw new TesseraError('FORBIDDEN', { who: `This ${actor.kind}`, op: 'work on', what: 'this lead' })
}

/** Whether somebody of the staff may offer leads to this partner, and take them back. Null for the system. @throws FORBIDDEN */
export function requireDistributor(ctx: Ctx, place: Pick<OfferRow, 'manager' | 'team' | 'territory'>): Id | null {
  const { actor } = ctx
  if (!covers(actor, 'prm:distributeLeads', place))
    throw new TesseraError('FORBIDDEN', { who: `This ${actor.kind}`, op: 'distribute', what: 'leads of this partner' })
  return actor.kind === 'user' ? actor.id : null
}

/** @throws REJECTED with `prm.leadStatus` */
export function requireStatus(offer: OfferRow, from: readonly PartnerLeadStatus[], to: PartnerLeadStatus): void {
  if (from.includes(offer.status)) return
  throw new Reject('prm.leadStatus', `This lead is ${offer.status}: it can not become ${to}.`, {
    from: offer.status,
    to,
  })
}
