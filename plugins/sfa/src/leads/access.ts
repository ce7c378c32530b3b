import { type Grant, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import {
  Absence,
  AssignmentRule,
  FormSubmission,
  LeadAssignment,
  LeadForm,
  LeadPool,
  PoolMember,
  PoolTurns,
  ScoringRule,
  WorkCalendar,
} from './entities.ts'

/** How leads come and where they go: set up by few, seen by sales. Partners and customers see none of it. */
export const leadAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('sfa:read')
  const configure = permission('sfa:configure')
  return [
    ...([WorkCalendar, LeadPool, PoolMember, AssignmentRule, ScoringRule] as const).flatMap((entity) => [
      allow(entity, 'read', read),
      allow(entity, ['create', 'update', 'delete'], configure),
    ]),
    // The key signs what visitors send; nobody needs to see it.
    allow(LeadForm, 'read', read, { except: ['signingKey'] }),
    allow(LeadForm, ['create', 'update', 'delete'], configure),
    allow(PoolTurns, 'read', configure),
    allow(FormSubmission, 'read', configure, { except: ['tokenHash'] }),
    allow(LeadAssignment, 'read', permission('leads:read')),
    allow(Absence, 'read', read),
    allow(Absence, ['create', 'update', 'delete'], permission('sfa:write')),
  ]
}
