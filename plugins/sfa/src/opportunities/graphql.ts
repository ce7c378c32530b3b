import { formatAmount, type GraphqlKit, type Money } from '@tessera/core'
import { Opportunity, OpportunitySplit, type SfaModel, Stage } from '../model.ts'
import { contractValue, expectedProfit } from './contract-value.ts'
import { type DwellTime, dwellTimes } from './dwell-times.ts'
import { setSplits } from './set-splits.ts'

type Kit = GraphqlKit<typeof SfaModel>

/** Derived figures of opportunities, `setOpportunitySplits`, and `stageDwellTimes`. */
export function opportunityFields(kit: Kit): void {
  const amount = kit.builder.objectRef<Money>('OpportunityFigure').implement({
    description: 'An exact amount that follows from others.',
    fields: (t) => ({
      amount: t.field({ type: 'Decimal', nullable: false, resolve: (row) => formatAmount(row) }),
      currency: t.exposeString('currency', { nullable: false }),
    }),
  })
  kit.field(Opportunity, 'expectedProfit', {
    type: amount,
    description: 'Amount less expected cost, where both are known.',
    needs: ['amount', 'expectedCost'],
    resolve: expectedProfit,
  })
  kit.field(Opportunity, 'contractValue', {
    type: amount,
    description: 'Recurring revenue over the whole term.',
    needs: ['recurringAmount', 'recurringInterval', 'termMonths'],
    resolve: contractValue,
  })
  splitsMutation(kit)
  dwellQuery(kit)
}

function splitsMutation(kit: Kit): void {
  const share = kit.builder.inputType('SplitShareInput', {
    fields: (t) => ({
      user: t.id({ required: true }),
      percent: t.field({ type: 'Decimal', required: true }),
    }),
  })
  const type = kit.builder.enumType('SplitType', { values: ['revenue', 'overlay'] as const })
  kit.mutation('setOpportunitySplits', {
    type: [kit.ref(OpportunitySplit)],
    description:
      'Replaces all splits of one type. Revenue splits add up to exactly 100 %; none gives all to the owner.',
    args: (arg) => ({
      opportunity: arg.id({ required: true }),
      type: arg({ type, defaultValue: 'revenue' }),
      shares: arg({ type: [share], required: true }),
    }),
    resolve: ({ opportunity, type: kind, shares }, ctx) =>
      setSplits(
        ctx,
        opportunity,
        kind ?? 'revenue',
        shares.map(({ user, percent }) => ({ user, percent: String(percent) })),
      ),
  })
}

function dwellQuery(kit: Kit): void {
  const dwell = kit.builder.objectRef<DwellTime>('StageDwellTime').implement({
    description: 'How long opportunities stay in a stage, in seconds.',
    fields: (t) => ({
      stage: t.field({ type: kit.ref(Stage), nullable: false, resolve: (row) => row.stage }),
      left: t.exposeInt('left', { nullable: false, description: 'Stays that ended: the times are theirs.' }),
      present: t.exposeInt('present', { nullable: false }),
      averageSeconds: t.expose('averageSeconds', { type: 'Duration', nullable: true }),
      medianSeconds: t.expose('medianSeconds', { type: 'Duration', nullable: true }),
      p90Seconds: t.expose('p90Seconds', { type: 'Duration', nullable: true }),
    }),
  })
  kit.query('stageDwellTimes', {
    type: [dwell],
    args: (arg) => ({
      pipeline: arg.id(),
      since: arg({ type: 'DateTime' }),
      until: arg({ type: 'DateTime' }),
    }),
    resolve: ({ pipeline, since, until }, ctx) =>
      dwellTimes(ctx, { pipeline, since: since ? new Date(since) : null, until: until ? new Date(until) : null }),
  })
}
