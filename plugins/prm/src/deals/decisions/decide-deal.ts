import { type Id, Reject } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { companyDay } from '@tessera/plugin-sfa'
import { daysAfter } from '../days.ts'
import { type Ctx, type DealRow, holdDeal } from '../deal-lock.ts'
import { findMatches, judge } from '../duplicates/find-matches.ts'
import { DealCustomer, DealRegistration } from '../entities.ts'
import { termsOf } from '../registration/terms.ts'
import { requireDecider } from './require-decider.ts'
import { requireReason } from './require-reason.ts'
import { tellPartner } from './tell-partner.ts'

export interface Approval {
  /** The account the customer is, among those of the one who decides. */
  readonly account?: Id | null | undefined
  /** What the partner reads. */
  readonly note?: string | null | undefined
  /** Approve although the deal is certainly known; a note says why. */
  readonly despiteMatch?: boolean | null | undefined
}

/**
 * Accepts a registration: its customer is protected with its product line, for as long as the partner's terms say, from today on.
 * @throws REJECTED with `prm.dealKnown`, `prm.ownDeal`, `prm.dealStatus`, `prm.reasonMissing`
 */
export function approveDeal(outer: Ctx, id: Id, { account, note, despiteMatch }: Approval = {}): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const deal = await holdDeal(ctx, id)
    const decidedBy = await requireDecider(ctx, deal)
    if (deal.status === 'approved') return deal.id
    requireSubmitted(deal, 'approved')
    if (account) await ctx.get(Account, account)
    const system = ctx.asSystem('approves a deal registration')
    const judgement = await knownAs(system, deal)
    if (judgement.level === 'certain') {
      if (!despiteMatch)
        throw new Reject(
          'prm.dealKnown',
          'This deal is certainly known already: look at what it matches. Approve it despite that, with a note that says why, or reject it.',
          { reasons: judgement.reasons },
        )
      requireReason(note)
    }
    const { protectionDays } = await termsOf(system, deal.partner)
    const protectedUntil = daysAfter(companyDay(ctx), protectionDays)
    await system.mutate(DealRegistration).update(deal.id, {
      status: 'approved',
      reason: note ?? null,
      decidedBy,
      decidedAt: ctx.now(),
      protectedUntil,
      matchLevel: judgement.level,
      matchReasons: judgement.reasons,
      ...(account ? { account } : {}),
    })
    await tellPartner(ctx, deal, 'deals.approved', { until: protectedUntil })
    return deal.id
  })
}

/** Refuses a registration; its customer is free again. @throws REJECTED with `prm.reasonMissing`, `prm.ownDeal`, `prm.dealStatus` */
export function rejectDeal(outer: Ctx, id: Id, reason: string): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const deal = await holdDeal(ctx, id)
    const decidedBy = await requireDecider(ctx, deal)
    if (deal.status === 'rejected') return deal.id
    requireSubmitted(deal, 'rejected')
    const system = ctx.asSystem('rejects a deal registration')
    await system.mutate(DealRegistration).update(deal.id, {
      status: 'rejected',
      reason: requireReason(reason),
      decidedBy,
      decidedAt: ctx.now(),
      place: null,
      protectedFrom: null,
    })
    await tellPartner(ctx, deal, 'deals.rejected', { reason })
    return deal.id
  })
}

function requireSubmitted({ status }: DealRow, to: string): void {
  if (status === 'submitted') return
  throw new Reject('prm.dealStatus', `This registration is ${status}: it can not become ${to}.`, { from: status, to })
}

/** What the deal is known as today; since it was submitted much may have happened. */
async function knownAs(system: Ctx, deal: DealRow): Promise<ReturnType<typeof judge>> {
  if (deal.customer === null) return judge([])
  const identity = await system.get(DealCustomer, deal.customer)
  return judge(await findMatches(system, { identity, productLine: deal.productLine, except: deal.id }))
}
