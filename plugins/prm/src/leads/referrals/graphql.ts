import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { ReferredLead } from '../entities.ts'
import { handInLead } from './hand-in-lead.ts'

export function referralFields(kit: GraphqlKit<typeof PrmModel>): void {
  const input = kit.builder.inputType('HandInLeadInput', {
    fields: (t) => ({
      company: t.string({ required: true }),
      contactName: t.string(),
      email: t.string({ description: 'This or the phone.' }),
      phone: t.string(),
      countryCode: t.string({ description: "Two letters; the partner's own unless given." }),
      city: t.string(),
      productLine: t.id(),
      note: t.string(),
    }),
  })
  kit.mutation('handInLead', {
    type: kit.ref(ReferredLead),
    description: 'Tells us of somebody who might buy from us.',
    args: (arg) => ({ input: arg({ type: input, required: true }) }),
    resolve: ({ input: given }, ctx) => handInLead(ctx, given),
  })
}
