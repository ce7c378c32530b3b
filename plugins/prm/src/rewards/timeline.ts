import type { Contribution } from '@tessera/core'
import { timelineSource, timelineSources } from '@tessera/plugin-customers'
import { RewardStatement } from '../model.ts'

/** Statements on the timeline of the partner's account. */
export const rewardTimeline: readonly Contribution[] = [
  timelineSources.add(
    'rewardStatement',
    timelineSource({
      kind: 'rewardStatement',
      entity: RewardStatement,
      at: 'issuedAt',
      title: 'number',
      detail: 'programName',
      account: 'account',
    }),
  ),
]
