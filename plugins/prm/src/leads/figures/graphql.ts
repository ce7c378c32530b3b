import type { GraphqlKit } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { type LeadCandidate, leadCandidates } from './lead-candidates.ts'
import { type PartnerLeadFigures, partnerLeadFigures } from './lead-desk.ts'
import { type LeadSummary, leadSummary } from './lead-summary.ts'

/** `leadSummary` for the first page, `partnerLeadFigures` and `leadCandidates` for the desk. */
export function figureFields(kit: GraphqlKit<typeof PrmModel>): void {
  const { builder } = kit
  const count = builder.objectRef<LeadSummary['statuses'][number]>('LeadStatusCount').implement({
    fields: (t) => ({
      status: t.exposeString('status', { nullable: false }),
      count: t.exposeInt('count', { nullable: false }),
    }),
  })
  const summary = builder.objectRef<LeadSummary>('LeadSummary').implement({
    description: 'Leads at partners that you see: how many stand how, and what comes next.',
    fields: (t) => ({
      statuses: t.expose('statuses', { type: [count], nullable: false }),
      waiting: t.exposeInt('waiting', { nullable: false, description: 'Wait for an answer.' }),
      nextRespondBy: t.expose('nextRespondBy', { type: 'DateTime', nullable: true }),
      stuck: t.exposeInt('stuck', { nullable: true, description: 'Nobody is left for them; for staff.' }),
      queued: t.exposeInt('queued', { nullable: true, description: 'Wait for a partner with room; for staff.' }),
      places: t.exposeInt('places', { nullable: true, description: 'Leads your partner may have open at a time.' }),
      placesTaken: t.exposeInt('placesTaken', { nullable: true }),
    }),
  })
  kit.query('leadSummary', { type: summary, nullable: false, resolve: (_args, ctx) => leadSummary(ctx) })
  const figures = builder.objectRef<PartnerLeadFigures>('PartnerLeadFigures').implement({
    description: 'How a partner does with the leads of the last twelve months.',
    fields: (t) => ({
      partner: t.exposeID('partner', { nullable: false }),
      name: t.exposeString('name', { nullable: false }),
      open: t.exposeInt('open', { nullable: false }),
      offered: t.exposeInt('offered', { nullable: false }),
      accepted: t.exposeInt('accepted', { nullable: false }),
      converted: t.exposeInt('converted', { nullable: false }),
      acceptance: t.exposeFloat('acceptance', { nullable: true, description: 'In per cent.' }),
      conversion: t.exposeFloat('conversion', { nullable: true, description: 'In per cent of those that ended.' }),
      answerHours: t.exposeFloat('answerHours', { nullable: true, description: 'Median, day and night.' }),
      performance: t.exposeInt('performance', { nullable: false, description: 'In per cent, 50 to 150.' }),
    }),
  })
  kit.query('partnerLeadFigures', {
    type: [figures],
    nullable: false,
    resolve: async (_args, ctx) => [...(await partnerLeadFigures(ctx))],
  })
  const candidate = builder.objectRef<LeadCandidate>('LeadCandidate').implement({
    fields: (t) => ({
      partner: t.exposeID('partner', { nullable: false }),
      name: t.exposeString('name', { nullable: false }),
      countryCode: t.exposeString('countryCode', { nullable: true }),
      open: t.exposeInt('open', { nullable: false }),
      capacity: t.exposeInt('capacity', { nullable: false }),
      had: t.exposeBoolean('had', { nullable: false }),
      share: t.exposeInt('share', { nullable: true, description: 'Hundredths of a per cent.' }),
    }),
  })
  const candidates = builder.objectRef<Awaited<ReturnType<typeof leadCandidates>>>('LeadCandidates').implement({
    description: 'Whom a lead could be offered to, and the rule that wants it.',
    fields: (t) => ({
      rule: t.field({ type: 'ID', resolve: ({ rule }) => rule?.id ?? null }),
      ruleName: t.field({ type: 'String', resolve: ({ rule }) => rule?.name ?? null }),
      partners: t.field({ type: [candidate], nullable: false, resolve: ({ partners }) => [...partners] }),
    }),
  })
  kit.query('leadCandidates', {
    type: candidates,
    args: (arg) => ({ lead: arg.id({ required: true }) }),
    resolve: ({ lead }, ctx) => leadCandidates(ctx, lead),
  })
}
