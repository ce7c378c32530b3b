import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { DealRegistration } from '../entities.ts'
import { convertDeal } from '../opportunity/convert-deal.ts'
import { noteDealProgress } from '../opportunity/note-progress.ts'
import { approveDeal, rejectDeal } from './decide-deal.ts'
import { releaseDeal } from './end-deal.ts'
import { extendDeal } from './extend-deal.ts'

/** What who decides about deals does with them. */
export function decisionFields(kit: GraphqlKit<typeof PrmModel>): void {
  const deal = kit.ref(DealRegistration)
  kit.mutation('approveDeal', {
    type: deal,
    description: 'Protects the customer with the product line, from today for as long as the terms of the partner say.',
    args: (arg) => ({
      deal: arg.id({ required: true }),
      account: arg.id({ description: 'The account the customer is.' }),
      note: arg.string({ description: 'The partner reads it.' }),
      despiteMatch: arg.boolean({ description: 'Although the deal is certainly known already; a note says why.' }),
    }),
    resolve: ({ deal: id, ...approval }, ctx) => approveDeal(ctx, id, approval),
  })
  kit.mutation('rejectDeal', {
    type: deal,
    args: (arg) => ({ deal: arg.id({ required: true }), reason: arg.string({ required: true }) }),
    resolve: ({ deal: id, reason }, ctx) => rejectDeal(ctx, id, reason),
  })
  kit.mutation('extendDeal', {
    type: deal,
    description: 'Makes a protection longer, within the limits of the settings.',
    args: (arg) => ({ deal: arg.id({ required: true }), days: arg.int() }),
    resolve: ({ deal: id, days }, ctx) => extendDeal(ctx, id, days),
  })
  kit.mutation('releaseDeal', {
    type: deal,
    description: 'Ends a protection before its time: given up by the partner, or taken back by us with a reason.',
    args: (arg) => ({ deal: arg.id({ required: true }), reason: arg.string() }),
    resolve: ({ deal: id, reason }, ctx) => releaseDeal(ctx, id, reason),
  })
  const attribution = kit.builder.enumType('DealAttribution', { values: ['sourced', 'influenced'] as const })
  kit.mutation('convertDeal', {
    type: deal,
    description: 'Makes an approved registration an opportunity. Asked again it gives the same.',
    args: (arg) => ({
      deal: arg.id({ required: true }),
      opportunity: arg.id({ description: 'An open one there is; otherwise one is made.' }),
      account: arg.id({ description: 'Otherwise the one that certainly is the customer, or a new one.' }),
      stage: arg.id(),
      owner: arg.id(),
      attribution: arg({ type: attribution }),
    }),
    resolve: ({ deal: id, ...choice }, ctx) => convertDeal(ctx, id, choice),
  })
  kit.mutation('noteDealProgress', {
    type: deal,
    description: 'What the partner reads of how the opportunity goes.',
    args: (arg) => ({ deal: arg.id({ required: true }), note: arg.string() }),
    resolve: ({ deal: id, note }, ctx) => noteDealProgress(ctx, id, note ?? null),
  })
}
