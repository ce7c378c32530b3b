import { type Id, Reject } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { notify } from '../../news/notify.ts'
import { prmSettings } from '../../settings.ts'
import { daysAfter } from '../days.ts'
import { type Ctx, type DealRow, holdDeal } from '../deal-lock.ts'
import { DealRegistration } from '../entities.ts'
import { requireDecider } from './require-decider.ts'
import { requireReason } from './require-reason.ts'
import { tellPartner } from './tell-partner.ts'

/**
 * Makes a protection longer, by some days or by as many as the settings allow, counted from its last day. A protection that is over
 * stays so: by then the customer may be another partner's.
 * @throws REJECTED with `prm.dealStatus`, `prm.protectionOver`, `prm.extensionLimit`, `prm.ownDeal`
 */
export function extendDeal(outer: Ctx, id: Id, days?: number | null): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const deal = await holdDeal(ctx, id)
    await requireDecider(ctx, deal)
    const until = requireProtected(ctx, deal)
    const { dealExtensions, dealExtensionDays } = ctx.settings(prmSettings)
    const longer = days ?? dealExtensionDays
    if (deal.extensions >= dealExtensions || longer < 1 || longer > dealExtensionDays)
      throw new Reject(
        'prm.extensionLimit',
        `A protection can be extended ${dealExtensions} times, each time by 1 to ${dealExtensionDays} days. This one was ${deal.extensions} times.`,
        { times: dealExtensions, days: dealExtensionDays, extended: deal.extensions },
      )
    const system = ctx.asSystem('extends the protection of a deal')
    const protectedUntil = daysAfter(until, longer)
    await system.mutate(DealRegistration).update(deal.id, {
      protectedUntil,
      extensions: deal.extensions + 1,
      extensionAskedAt: null,
      remindedAt: null,
    })
    await tellPartner(ctx, deal, 'deals.extended', { until: protectedUntil })
    return deal.id
  })
}

/** A partner asks for longer protection and says why. @throws REJECTED as `extendDeal`, and with `prm.reasonMissing` */
export function askForExtension(outer: Ctx, id: Id, reason: string): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const deal = await holdDeal(ctx, id)
    requireProtected(ctx, deal)
    const { dealExtensions } = ctx.settings(prmSettings)
    if (deal.extensions >= dealExtensions)
      throw new Reject(
        'prm.extensionLimit',
        `This protection was extended ${deal.extensions} times, which is the most.`,
        {
          times: dealExtensions,
          extended: deal.extensions,
        },
      )
    const extensionReason = requireReason(reason)
    const system = ctx.asSystem('notes that a longer protection is asked for')
    const first = deal.extensionAskedAt === null
    await system
      .mutate(DealRegistration)
      .update(deal.id, { extensionAskedAt: deal.extensionAskedAt ?? ctx.now(), extensionReason })
    const news = {
      kind: 'deals.extensionAsked',
      params: { number: deal.number, customer: deal.customerName, reason: extensionReason },
      link: `/deals/${deal.id}`,
    }
    if (first)
      await notify(ctx, {
        ...(deal.manager
          ? { user: deal.manager }
          : { permission: 'prm:approveDeals', over: { partner: deal.partner } }),
        ...news,
      })
    return deal.id
  })
}

/** The last day of a protection that is not over. */
function requireProtected(ctx: Ctx, { status, protectedUntil }: DealRow): string {
  if ((status !== 'approved' && status !== 'converted') || protectedUntil === null)
    throw new Reject('prm.dealStatus', `This registration is ${status}: it has no protection to extend.`, {
      from: status,
    })
  if (protectedUntil < companyDay(ctx))
    throw new Reject('prm.protectionOver', `This protection ended on ${protectedUntil}. Register the deal again.`, {
      until: protectedUntil,
    })
  return protectedUntil
}
