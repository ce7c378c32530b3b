import { entity, f, User } from '@tessera/core'
import { ApprovalStep } from './approval-step.ts'
import type { AuthorityReport } from './judgement.ts'

/** What a person decided at a step, and by which authority. Never changes. */
export class ApprovalDecision extends entity(
  'approvalDecision',
  {
    step: f.ref(ApprovalStep, { inverse: 'decisions', onDelete: 'cascade' }).label({ en: 'Step', zh: '审批步骤' }),
    outcome: f.enum(['approved', 'rejected']).label({ en: 'Decision', zh: '决定' }),
    comment: f.text({ max: 2000 }).nullable().label({ en: 'Comment', zh: '意见' }),
    onBehalfOf: f
      .ref(User, { inverse: 'delegatedDecisions' })
      .nullable()
      .label({ en: 'On behalf of', zh: '代理' })
      .help({ en: 'Whoever delegated to the person who decides', zh: '将审批委托给决定人的人员' }),
    approver: f.ref(User, { inverse: 'approvalDecisions' }).readonly().label({ en: 'Decided by', zh: '决定人' }),
    /** Whose voice it is: `onBehalfOf`, else `approver`. A step hears each voice once. */
    voice: f.ref(User, { inverse: 'approvalVoices' }).readonly().label({ en: 'Authority of', zh: '权限归属' }),
    authority: f
      .json<AuthorityReport>()
      .nullable()
      .readonly()
      .label({ en: 'By which authority', zh: '所依据的权限' })
      .help({ en: 'Rules with their versions, line by line', zh: '逐行列出规则及版本' }),
    decidedAt: f.instant().readonly().label({ en: 'Decided at', zh: '决定时间' }),
  },
  {
    label: { en: 'Approval decision', zh: '审批决定' },
    title: 'outcome',
    visibility: { through: 'step' },
    unique: [
      ['step', 'voice'],
      ['step', 'approver'],
    ],
    checks: { comment: `outcome = 'approved' OR comment IS NOT NULL` },
  },
) {}
