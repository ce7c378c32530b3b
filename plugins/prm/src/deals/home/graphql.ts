import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { type DealSummary, dealSummary } from './deal-summary.ts'

/** `dealSummary`: what the first page tells of deals. */
export function summaryFields(kit: GraphqlKit<typeof PrmModel>): void {
  const count = kit.builder.objectRef<DealSummary['statuses'][number]>('DealStatusCount').implement({
    fields: (t) => ({
      status: t.exposeString('status', { nullable: false }),
      count: t.exposeInt('count', { nullable: false }),
    }),
  })
  const summary = kit.builder.objectRef<DealSummary>('DealSummary').implement({
    description: 'Deal registrations you see: how many stand how, and what comes next.',
    fields: (t) => ({
      statuses: t.expose('statuses', { type: [count], nullable: false }),
      waiting: t.exposeInt('waiting', { nullable: false, description: 'Wait for a decision.' }),
      overdue: t.exposeInt('overdue', { nullable: false, description: 'Of those, the ones that are late.' }),
      nextDecisionDueAt: t.expose('nextDecisionDueAt', { type: 'DateTime', nullable: true }),
      ending: t.exposeInt('ending', { nullable: false, description: 'Protections that end soon.' }),
      nextProtectionEnd: t.expose('nextProtectionEnd', { type: 'Date', nullable: true }),
      extensionsAsked: t.exposeInt('extensionsAsked', { nullable: false }),
      places: t.exposeInt('places', {
        nullable: true,
        description: 'How many registrations of your company may wait or be protected; null for staff.',
      }),
      placesTaken: t.exposeInt('placesTaken', { nullable: true }),
    }),
  })
  kit.query('dealSummary', { type: summary, nullable: false, resolve: (_args, ctx) => dealSummary(ctx) })
}
