import type { Contribution } from '@tessera/core'
import { timelineSource, timelineSources } from '@tessera/plugin-customers'
import { PartnerLead, PartnerLeadReport } from './entities.ts'

/** What happens to a lead at partners, on its timeline: offered, answered, told of, ended. */
export const leadTimeline: readonly Contribution[] = [
  ...(
    [
      ['leadOffered', 'offeredAt', 'offeredBy', 'message'],
      ['leadAnswered', 'answeredAt', 'answeredBy', 'reason'],
      ['leadEnded', 'endedAt', 'endedBy', 'reason'],
    ] as const
  ).map(([kind, at, actor, body]) =>
    timelineSources.add(
      kind,
      timelineSource({ kind, entity: PartnerLead, at, title: 'title', body, detail: 'status', actor, lead: 'lead' }),
    ),
  ),
  timelineSources.add(
    'partnerReport',
    timelineSource({
      kind: 'partnerReport',
      entity: PartnerLeadReport,
      at: 'at',
      title: 'title',
      body: 'note',
      detail: 'progress',
      actor: 'by',
      lead: 'lead',
    }),
  ),
]
