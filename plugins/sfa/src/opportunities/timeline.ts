import type { Contribution } from '@tessera/core'
import { timelineSource, timelineSources } from '@tessera/plugin-customers'
import { Opportunity } from '../model.ts'

/** What opportunities tell on the timelines of accounts: that they began, and how they ended. */
export const opportunityTimeline: readonly Contribution[] = [
  timelineSources.add(
    'opportunity',
    timelineSource({
      kind: 'opportunityCreated',
      entity: Opportunity,
      at: 'createdAt',
      title: 'name',
      body: 'description',
      detail: 'number',
      actor: 'createdBy',
      account: 'account',
      lead: 'lead',
    }),
  ),
  ...(['won', 'lost'] as const).map((status) =>
    timelineSources.add(
      `opportunity${status === 'won' ? 'Won' : 'Lost'}`,
      timelineSource({
        kind: status === 'won' ? 'opportunityWon' : 'opportunityLost',
        entity: Opportunity,
        at: 'stageSince',
        title: 'name',
        body: 'lostNote',
        detail: 'number',
        actor: 'owner',
        account: 'account',
        lead: 'lead',
        where: { status },
      }),
    ),
  ),
]
