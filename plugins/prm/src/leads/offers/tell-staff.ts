import { type Id, Partner } from '@tessera/core'
import { notify } from '../../news/notify.ts'
import type { Ctx, OfferRow } from './hold-offer.ts'
import { titleParams } from './lead-title.ts'

export type LeadNews =
  | 'leads.accepted'
  | 'leads.declined'
  | 'leads.silence'
  | 'leads.returned'
  | 'leads.lost'
  | 'leads.converted'

/** Tells who looks after the partner what it did with a lead; where nobody does, everybody who distributes leads. */
export async function tellStaff(
  ctx: Ctx,
  offer: OfferRow,
  kind: LeadNews,
  params: Readonly<Record<string, string>> = {},
): Promise<void> {
  const system = ctx.asSystem('names partner and lead in a notice')
  const { name } = await system.get(Partner, offer.partner as Id)
  await notify(ctx, {
    ...(offer.manager
      ? { user: offer.manager }
      : { permission: 'prm:distributeLeads', over: { partner: offer.partner } }),
    kind,
    params: { ...(await titleParams(system, offer)), number: offer.number, partner: name, ...params },
    link: `/desk/leads/${offer.lead}`,
  })
}
