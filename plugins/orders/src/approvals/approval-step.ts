import { entity, f, Role, User } from '@tessera/core'
import { ApprovalRequest } from './approval-request.ts'

/** A level of a request: whose consent it waits for. `open` ones can be decided; those after it in a sequence are `waiting`. */
export class ApprovalStep extends entity(
  'approvalStep',
  {
    request: f.ref(ApprovalRequest, { inverse: 'steps', onDelete: 'cascade' }).label({ en: 'Request', zh: '审批申请' }),
    position: f.int({ min: 1 }).label({ en: 'Position', zh: '顺序' }),
    role: f.ref(Role, { inverse: 'approvalSteps' }).nullable().label({ en: 'Role', zh: '角色' }),
    user: f.ref(User, { inverse: 'approvalSteps' }).nullable().label({ en: 'Person', zh: '人员' }),
    required: f.int({ min: 1 }).default(1).label({ en: 'How many must approve', zh: '所需批准人数' }).unit('people'),
    status: f
      .enum(['waiting', 'open', 'approved', 'rejected', 'withdrawn'])
      .default('waiting')
      .indexed()
      .label({ en: 'Status', zh: '状态' }),
    dueHours: f.int({ min: 1 }).nullable().label({ en: 'To be decided within', zh: '审批时限' }).unit('hours'),
    remindHours: f.int({ min: 1 }).nullable().label({ en: 'Reminded after', zh: '提醒时间' }).unit('hours'),
    escalateRole: f
      .ref(Role, { inverse: 'escalatedSteps' })
      .nullable()
      .label({ en: 'Then also the role', zh: '升级至角色' }),
    escalateUser: f
      .ref(User, { inverse: 'escalatedSteps' })
      .nullable()
      .label({ en: 'Then also the person', zh: '升级至人员' }),
    openedAt: f.instant().nullable().label({ en: 'Open since', zh: '开始时间' }),
    dueAt: f.instant().nullable().indexed().label({ en: 'Due at', zh: '截止时间' }),
    remindedAt: f.instant().nullable().label({ en: 'Reminded at', zh: '提醒时间' }),
    escalatedAt: f.instant().nullable().label({ en: 'Escalated at', zh: '升级时间' }),
  },
  {
    label: { en: 'Approval step', zh: '审批步骤' },
    title: 'position',
    visibility: { through: 'request' },
    unique: [['request', 'position']],
  },
) {}
