import { timelineSource, timelineSources } from '@tessera/plugin-customers'
import { Meeting } from '../model.ts'

/** Meetings and visits that took place stand on the timelines of account and lead. */
export const meetingTimeline = timelineSources.add(
  'meeting',
  timelineSource({
    kind: 'meeting',
    entity: Meeting,
    at: 'startsAt',
    title: 'subject',
    body: 'outcome',
    detail: 'kind',
    actor: 'organizer',
    account: 'account',
    lead: 'lead',
    where: { status: 'held' },
  }),
)
