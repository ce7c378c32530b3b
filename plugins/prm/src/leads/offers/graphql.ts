import type { GraphqlKit } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import type { PrmModel } from '../../model.ts'
import { PartnerLead } from '../entities.ts'
import { acceptLead, declineLead } from './answer-lead.ts'
import { distributeLead, offerLead } from './offer-by-hand.ts'
import { recallLead } from './recall-lead.ts'

/** Offering leads, answering and recalling them. */
export function offerFields(kit: GraphqlKit<typeof PrmModel>): void {
  const offer = kit.ref(PartnerLead)
  kit.mutation('acceptPartnerLead', {
    type: offer,
    description: 'Takes an offered lead: from now on you see whom it is about.',
    args: (arg) => ({ offer: arg.id({ required: true }) }),
    resolve: ({ offer: id }, ctx) => acceptLead(ctx, id),
  })
  kit.mutation('declinePartnerLead', {
    type: offer,
    args: (arg) => ({ offer: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ offer: id, reason }, ctx) => declineLead(ctx, id, reason),
  })
  kit.mutation('recallPartnerLead', {
    type: offer,
    description: 'Takes a lead back from its partner, with a reason that the partner reads.',
    args: (arg) => ({
      offer: arg.id({ required: true }),
      reason: arg.string({ required: true }),
      next: arg.boolean({ defaultValue: true, description: 'And passes it on by the rules.' }),
    }),
    resolve: ({ offer: id, reason, next }, ctx) => recallLead(ctx, id, { reason, next: next ?? true }),
  })
  kit.mutation('offerLead', {
    type: offer,
    description: 'Offers a lead to a partner of your choice, past the rules.',
    args: (arg) => ({
      lead: arg.id({ required: true }),
      partner: arg.id({ required: true }),
      message: arg.string({ description: 'The partner reads it.' }),
      hours: arg.int({ description: 'Working hours to answer.' }),
    }),
    resolve: (asked, ctx) => offerLead(ctx, asked),
  })
  kit.mutation('distributeLead', {
    type: kit.ref(Lead),
    description: 'Offers a lead to partners by the rules.',
    args: (arg) => ({ lead: arg.id({ required: true }) }),
    resolve: ({ lead }, ctx) => distributeLead(ctx, lead),
  })
}
