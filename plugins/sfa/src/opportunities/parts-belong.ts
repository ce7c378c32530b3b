import type { Hook, On } from '@tessera/core'
import { OpportunityCompetitor, OpportunityContact, OpportunityMember, type SfaModel } from '../model.ts'
import { lockOpportunities, opportunitiesOf } from './lock-opportunities.ts'

/** Contacts, team and competitors of a deal are changed by whoever may change the deal, and while nobody else does. */
export const partsBelong = (on: On<typeof SfaModel>): readonly Hook[] =>
  ([OpportunityContact, OpportunityMember, OpportunityCompetitor] as const).map((part) =>
    on(part).before('any', { batch: true, name: 'lock' }, async (events) => {
      const [first] = events
      if (first) await lockOpportunities(first.ctx, opportunitiesOf(events))
    }),
  )
