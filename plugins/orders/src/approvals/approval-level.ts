import { entity, f, Role, User } from '@tessera/core'
import { ApprovalPolicy } from './approval-policy.ts'

/** A level of a policy: whose consent it asks, and how many of them. */
export class ApprovalLevel extends entity(
  'approvalLevel',
  {
    policy: f.ref(ApprovalPolicy, { inverse: 'levels', onDelete: 'cascade' }).label({ en: 'Policy', zh: '审批策略' }),
    position: f.int({ min: 1, max: 100 }).label({ en: 'Position', zh: '顺序' }),
    role: f.ref(Role, { inverse: 'approvalLevels' }).nullable().label({ en: 'Role', zh: '角色' }),
    user: f.ref(User, { inverse: 'approvalLevels' }).nullable().label({ en: 'Person', zh: '人员' }).help({
      en: 'Without role and person: whoever has the authority',
      zh: '角色与人员均不填：任何有相应权限者',
    }),
    required: f
      .int({ min: 1, max: 100 })
      .default(1)
      .label({ en: 'How many must approve', zh: '所需批准人数' })
      .unit('people'),
    dueHours: f
      .int({ min: 1, max: 8760 })
      .nullable()
      .label({ en: 'To be decided within', zh: '审批时限' })
      .unit('hours'),
    remindHours: f.int({ min: 1, max: 8760 }).nullable().label({ en: 'Reminded after', zh: '提醒时间' }).unit('hours'),
    escalateRole: f
      .ref(Role, { inverse: 'escalatedLevels' })
      .nullable()
      .label({ en: 'Then also the role', zh: '升级至角色' }),
    escalateUser: f
      .ref(User, { inverse: 'escalatedLevels' })
      .nullable()
      .label({ en: 'Then also the person', zh: '升级至人员' }),
  },
  {
    label: { en: 'Approval level', zh: '审批级别' },
    title: 'position',
    unique: [['policy', 'position']],
    checks: {
      whom: 'num_nonnulls(role_id, user_id) <= 1',
      escalation: 'num_nonnulls(escalate_role_id, escalate_user_id) <= 1',
      reminder: 'remind_hours < due_hours',
    },
  },
) {}
