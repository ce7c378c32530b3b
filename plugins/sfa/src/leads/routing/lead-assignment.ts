import { entity, f, User } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { AssignmentRule } from './assignment-rule.ts'
import { LeadPool } from './lead-pool.ts'

/** That somebody got a lead: when, why, and whether he reacted in time. One is open for each lead that has an owner. */
export class LeadAssignment extends entity(
  'leadAssignment',
  {
    lead: f.ref(Lead, { inverse: 'assignments', onDelete: 'cascade' }).label({ en: 'Lead', zh: '线索' }),
    user: f.ref(User, { inverse: 'leadAssignments' }).label({ en: 'Given to', zh: '分配给' }),
    at: f.instant().label({ en: 'At', zh: '时间' }),
    reason: f.enum(['rule', 'deputy', 'overdue', 'manual', 'handover']).label({ en: 'Why', zh: '原因' }),
    rule: f.ref(AssignmentRule, { onDelete: 'setNull' }).nullable().label({ en: 'Rule', zh: '规则' }),
    ruleVersion: f.int().nullable().label({ en: 'Version of the rule', zh: '规则版本' }),
    pool: f.ref(LeadPool, { onDelete: 'setNull' }).nullable().label({ en: 'Pool', zh: '线索池' }),
    turn: f.int().nullable().label({ en: 'Lead of the pool', zh: '池内序号' }).help({
      en: 'How many leads the pool had given then, with this one',
      zh: '含本条在内，线索池当时已分配的数量',
    }),
    insteadOf: f
      .ref(User, { inverse: 'leadsTakenByDeputies', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'As deputy of', zh: '代理' }),
    dueAt: f.instant().nullable().label({ en: 'Reaction due', zh: '响应截止' }),
    reactedAt: f.instant().nullable().label({ en: 'Reacted', zh: '响应时间' }),
    overdueAt: f.instant().nullable().label({ en: 'Found overdue', zh: '逾期时间' }),
    endedAt: f.instant().nullable().label({ en: 'Given on', zh: '结束时间' }),
  },
  {
    label: { en: 'Lead assignment', zh: '线索分配' },
    plural: 'leadAssignments',
    title: 'reason',
    visibility: { through: 'lead' },
    indexes: [['lead', 'at'], ['pool', 'at'], ['dueAt']],
  },
) {}
