import type { Contribution } from '@tessera/core'
import { timelineSource, timelineSources } from '@tessera/plugin-customers'
import { Quote, QuoteRevision } from '../model.ts'

/** Quotes on the timeline of their account: what was sent, and what was answered. */
export const quoteTimeline: readonly Contribution[] = [
  timelineSources.add(
    'quoteSent',
    timelineSource({
      kind: 'quoteSent',
      entity: QuoteRevision,
      at: 'sentAt',
      title: 'title',
      actor: 'sentBy',
      account: 'account',
    }),
  ),
  ...(['accepted', 'declined'] as const).map((status) =>
    timelineSources.add(
      status === 'accepted' ? 'quoteAccepted' : 'quoteDeclined',
      timelineSource({
        kind: status === 'accepted' ? 'quoteAccepted' : 'quoteDeclined',
        entity: Quote,
        at: 'respondedAt',
        title: 'name',
        detail: 'number',
        actor: 'owner',
        account: 'account',
        contact: 'contact',
        where: { status },
      }),
    ),
  ),
]
