import { WorkCalendar } from '../working-time/work-calendar.ts'
import { FormSubmission } from './capture/form-submission.ts'
import { LeadForm } from './capture/lead-form.ts'
import { Absence } from './routing/absence.ts'
import { AssignmentRule } from './routing/assignment-rule.ts'
import { LeadAssignment } from './routing/lead-assignment.ts'
import { LeadPool } from './routing/lead-pool.ts'
import { PoolMember } from './routing/pool-member.ts'
import { PoolTurns } from './routing/pool-turns.ts'
import { ScoringRule } from './scoring/scoring-rule.ts'

export {
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
}

/** What this plugin keeps of leads. */
export const leadEntities = [
  WorkCalendar,
  LeadForm,
  FormSubmission,
  LeadPool,
  PoolMember,
  PoolTurns,
  AssignmentRule,
  Absence,
  LeadAssignment,
  ScoringRule,
] as const
