import type { Contribution } from '@tessera/core'
import { timelineSource, timelineSources } from '@tessera/plugin-customers'
import { FundRequest } from '../model.ts'

/** Fund requests on the timeline of the partner's account: what was asked for, and what was decided. */
export const fundTimeline: readonly Contribution[] = [
  timelineSources.add(
    'fundRequested',
    timelineSource({
      kind: 'fundRequested',
      entity: FundRequest,
      at: 'submittedAt',
      title: 'title',
      detail: 'number',
      actor: 'submittedBy',
      account: 'account',
    }),
  ),
  timelineSources.add(
    'fundDecided',
    timelineSource({
      kind: 'fundDecided',
      entity: FundRequest,
      at: 'decidedAt',
      title: 'title',
      body: 'reason',
      detail: 'status',
      actor: 'decidedBy',
      account: 'account',
    }),
  ),
]
