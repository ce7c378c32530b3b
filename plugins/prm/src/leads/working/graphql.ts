import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { PartnerLead } from '../entities.ts'
import { leadProgress } from '../offers/status.ts'
import { loseLead, reportLead, returnLead } from './work-on-lead.ts'

/** What a partner does with a lead it accepted. Making a deal of it is `registerDeal(lead)`. */
export function workingFields(kit: GraphqlKit<typeof PrmModel>): void {
  const offer = kit.ref(PartnerLead)
  const progress = kit.builder.enumType('LeadProgressWord', { values: leadProgress })
  kit.mutation('reportPartnerLead', {
    type: offer,
    description: 'Tells us how it goes.',
    args: (arg) => ({ offer: arg.id({ required: true }), progress: arg({ type: progress }), note: arg.string() }),
    resolve: ({ offer: id, progress: now, note }, ctx) =>
      reportLead(ctx, id, { progress: now ?? null, note: note ?? null }),
  })
  kit.mutation('losePartnerLead', {
    type: offer,
    description: 'Nothing comes of it.',
    args: (arg) => ({ offer: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ offer: id, reason }, ctx) => loseLead(ctx, id, reason),
  })
  kit.mutation('returnPartnerLead', {
    type: offer,
    description: 'Gives an accepted lead back, so that another partner gets it.',
    args: (arg) => ({ offer: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ offer: id, reason }, ctx) => returnLead(ctx, id, reason),
  })
}
