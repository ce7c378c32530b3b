import { formatAmount, type GraphqlKit } from '@tessera/core'
import { Quota, type SfaModel } from '../model.ts'
import { type Attainment, quotaAttainment } from './attainment.ts'

/** `quotaAttainment(from, to) { place target achieved percent }`. */
export function quotaFields(kit: GraphqlKit<typeof SfaModel>): void {
  const missing = kit.builder.objectRef<Attainment['missingRates'][number]>('QuotaMissingRate').implement({
    description: 'Sales in a currency without a rate into that of the target, unconverted.',
    fields: (t) => ({
      currency: t.exposeString('currency', { nullable: false }),
      count: t.exposeInt('count', { nullable: false }),
      amount: t.field({ type: 'Decimal', nullable: false, resolve: (row) => formatAmount(row) }),
    }),
  })
  const attainment = kit.builder.objectRef<Attainment>('QuotaAttainment').implement({
    description: 'How far a quota is.',
    fields: (t) => ({
      quota: t.field({ type: kit.ref(Quota), nullable: false, resolve: (row) => row.quota }),
      by: t.exposeString('by', { nullable: false, description: '`person`, `team`, `territory` or `company`.' }),
      place: t.exposeID('place', { nullable: true }),
      from: t.field({ type: 'Date', nullable: false, resolve: ({ period }) => period.from }),
      to: t.field({ type: 'Date', nullable: false, resolve: ({ period }) => period.to }),
      currency: t.string({ nullable: false, resolve: ({ target }) => target.currency }),
      target: t.field({ type: 'Decimal', nullable: false, resolve: ({ target }) => formatAmount(target) }),
      achieved: t.field({ type: 'Decimal', nullable: false, resolve: ({ achieved }) => formatAmount(achieved) }),
      percent: t.expose('percent', { type: 'Decimal', nullable: false }),
      count: t.exposeInt('count', { nullable: false }),
      withoutCost: t.exposeInt('withoutCost', { nullable: false }),
      missingRates: t.field({ type: [missing], nullable: false, resolve: (row) => [...row.missingRates] }),
    }),
  })
  const by = kit.builder.enumType('QuotaBy', { values: ['person', 'team', 'territory', 'company'] as const })
  kit.query('quotaAttainment', {
    type: [attainment],
    description: 'Quotas whose period lies in the one asked for, and what was sold against them.',
    args: (arg) => ({
      from: arg({ type: 'Date', required: true }),
      to: arg({ type: 'Date', required: true }),
      by: arg({ type: by }),
    }),
    resolve: ({ from, to, by: kind }, ctx) => quotaAttainment(ctx, { period: { from, to }, by: kind ?? null }),
  })
}
