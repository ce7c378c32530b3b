import type { Contribution } from '@tessera/core'
import { timelineSource, timelineSources } from '@tessera/plugin-customers'
import { DealRegistration } from '../entities.ts'

/** What registrations tell on the timeline of the account they lead to. */
export const dealTimeline: readonly Contribution[] = (
  [
    ['dealSubmitted', 'submittedAt', 'registeredBy'],
    ['dealDecided', 'decidedAt', 'decidedBy'],
    ['dealConverted', 'convertedAt', 'decidedBy'],
  ] as const
).map(([kind, at, actor]) =>
  timelineSources.add(
    kind,
    timelineSource({
      kind,
      entity: DealRegistration,
      at,
      title: 'title',
      body: kind === 'dealDecided' ? 'reason' : 'description',
      detail: kind === 'dealDecided' ? 'status' : 'number',
      actor,
      account: 'account',
    }),
  ),
)
