import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { withdrawDeal } from '../decisions/end-deal.ts'
import { askForExtension } from '../decisions/extend-deal.ts'
import { tellsWhoIsKnown } from '../duplicates/graphql.ts'
import { DealRegistration } from '../entities.ts'
import { type DealInput, registerDeal } from './register-deal.ts'
import { submitDeal } from './submit-deal.ts'

/** What who registers deals does with them. */
export function registrationFields(kit: GraphqlKit<typeof PrmModel>): void {
  const deal = kit.ref(DealRegistration)
  const evidence = kit.builder.inputType('DealEvidencePart', {
    fields: (t) => ({ file: t.id(), note: t.string() }),
  })
  const input = kit.builder.inputType('RegisterDealInput', {
    description: 'Customer, town or website, product line, amount, day, e-mail and note are enough.',
    fields: (t) => ({
      customerName: t.string({ required: true }),
      countryCode: t.string({ description: "Two letters; the partner's own unless given." }),
      city: t.string(),
      website: t.string(),
      productLine: t.id({ required: true }),
      amount: t.field({ type: 'Decimal', required: true }),
      currency: t.string({ description: "ISO 4217; the company's unless given." }),
      expectedClose: t.field({ type: 'Date', required: true }),
      contactEmail: t.string(),
      description: t.string(),
      title: t.string(),
      taxId: t.string(),
      contactName: t.string(),
      competitor: t.string(),
      evidence: t.field({ type: [evidence] }),
    }),
  })
  kit.mutation('registerDeal', {
    type: deal,
    // A refusal leaves nothing behind, so that it could be asked like a question.
    rateLimit: tellsWhoIsKnown,
    description: 'Registers a deal with its evidence, and submits it if asked to: all of it or nothing.',
    args: (arg) => ({
      input: arg({ type: input, required: true }),
      partner: arg.id({ description: 'For whom. For staff.' }),
      submit: arg.boolean({ defaultValue: false }),
      lead: arg.id({ description: 'The lead of ours it came of, as it was offered to you and accepted.' }),
    }),
    resolve: ({ input: given, partner, submit, lead }, ctx) => {
      const { evidence: parts, amount, currency, ...fields } = given
      const values = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
      return registerDeal(ctx, {
        input: {
          ...values,
          amount: { amount: String(amount), currency: currency ?? ctx.company.currency },
        } as unknown as DealInput,
        partner,
        evidence: parts ?? [],
        submit,
        lead,
      })
    },
  })
  kit.mutation('submitDeal', {
    type: deal,
    rateLimit: tellsWhoIsKnown,
    description: 'Puts a draft to us. Its customer is reserved for it with its product line until it is decided.',
    args: (arg) => ({ deal: arg.id({ required: true }) }),
    resolve: ({ deal: id }, ctx) => submitDeal(ctx, id),
  })
  kit.mutation('withdrawDeal', {
    type: deal,
    description: 'Takes back a registration that waits for a decision.',
    args: (arg) => ({ deal: arg.id({ required: true }), reason: arg.string() }),
    resolve: ({ deal: id, reason }, ctx) => withdrawDeal(ctx, id, reason),
  })
  kit.mutation('askForDealExtension', {
    type: deal,
    description: 'Asks for a longer protection, with a reason.',
    args: (arg) => ({ deal: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ deal: id, reason }, ctx) => askForExtension(ctx, id, reason),
  })
}
