import { formatAmount, type GraphqlKit, User } from '@tessera/core'
import { Handover, type SfaModel } from '../model.ts'
import { applyHandover } from './apply-handover.ts'
import type { ForecastShift } from './forecast-shift.ts'
import type { HandedOn } from './handover.ts'
import { type HandoverReview, reviewHandover } from './review.ts'

/** `handoverReview(handover)` and `applyHandover(handover, seal)`. */
export function handoverFields(kit: GraphqlKit<typeof SfaModel>): void {
  const { builder } = kit
  const item = builder.objectRef<HandedOn>('HandoverItem').implement({
    description: 'How many of an entity go to somebody.',
    fields: (t) => ({
      entity: t.exposeString('entity', { nullable: false }),
      to: t.field({ type: kit.ref(User), resolve: ({ to }) => to }),
      count: t.exposeInt('count', { nullable: false }),
    }),
  })
  const shift = builder.objectRef<ForecastShift>('HandoverForecast').implement({
    description: 'The open deals of a person in one currency, before and after.',
    fields: (t) => ({
      user: t.field({ type: kit.ref(User), resolve: ({ user }) => user }),
      currency: t.exposeString('currency', { nullable: false }),
      before: t.field({ type: 'Decimal', nullable: false, resolve: (one) => formatAmount(one.before) }),
      after: t.field({ type: 'Decimal', nullable: false, resolve: (one) => formatAmount(one.after) }),
      weightedBefore: t.field({ type: 'Decimal', nullable: false, resolve: (one) => formatAmount(one.weightedBefore) }),
      weightedAfter: t.field({ type: 'Decimal', nullable: false, resolve: (one) => formatAmount(one.weightedAfter) }),
    }),
  })
  const review = builder.objectRef<HandoverReview>('HandoverReview').implement({
    description: 'What a handover would move.',
    fields: (t) => ({
      items: t.field({ type: [item], nullable: false, resolve: ({ items }) => [...items] }),
      forecast: t.field({ type: [shift], nullable: false, resolve: ({ forecast }) => [...forecast] }),
      seal: t.exposeString('seal', { nullable: false, description: 'Applying asks for it.' }),
    }),
  })
  kit.query('handoverReview', {
    type: review,
    description: 'What a handover would move, and the forecast before and after. Nothing is written.',
    args: (arg) => ({ handover: arg.id({ required: true }) }),
    resolve: ({ handover }, ctx) => reviewHandover(ctx, handover),
  })
  kit.mutation('applyHandover', {
    type: kit.ref(Handover),
    description: 'Does what was reviewed, all of it or nothing.',
    args: (arg) => ({ handover: arg.id({ required: true }), seal: arg.string({ required: true }) }),
    resolve: ({ handover, seal }, ctx) => applyHandover(ctx, handover, seal),
  })
}
