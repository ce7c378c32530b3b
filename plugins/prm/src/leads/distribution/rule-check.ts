import type { Hook, On } from '@tessera/core'
import { conditionIssues, leadFactNames } from '@tessera/plugin-sfa'
import type { PrmModel } from '../../model.ts'
import { LeadDistributionRule } from '../entities.ts'

/** A rule asks only for what there is, so that a slip of the pen is told when it is written and not by leads that go nowhere. */
export const distributionRuleCheck = (on: On<typeof PrmModel>): Hook =>
  on(LeadDistributionRule).validate('save', { name: 'conditions' }, ({ row }) =>
    conditionIssues('conditions', row.conditions, leadFactNames),
  )
