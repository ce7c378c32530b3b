import { entity, f, Partner, User } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { channelFields, channelVisibility } from '../../channel/channel-fields.ts'
import { FundAllocation } from '../budgets/fund-allocation.ts'

/** What partners spend funds on. */
export const fundActivities = [
  'event',
  'tradeShow',
  'advertising',
  'digital',
  'collateral',
  'training',
  'demoUnits',
  'other',
] as const

/** What a partner plans to do and asks for, before it spends: approved, it is promised until it is claimed or its time is over. */
export class FundRequest extends entity(
  'fundRequest',
  {
    number: f.sequence('MDF-{yyyy}-{00000}').searchable().label({ en: 'Request number', zh: '申请编号' }),
    allocation: f.ref(FundAllocation, { inverse: 'requests' }).label({ en: 'From the allocation', zh: '使用额度' }),
    onBehalfOf: f
      .ref(Partner, { inverse: 'fundRequestsOnBehalf' })
      .nullable()
      .label({ en: 'On behalf of', zh: '代申请伙伴' })
      .help({ en: 'For staff who file a request; a partner’s people file for it alone', zh: '仅供内部人员代为申请' }),
    partner: f.ref(Partner, { inverse: 'fundRequests' }).readonly().label({ en: 'Partner', zh: '伙伴' }),
    account: f
      .ref(Account, { inverse: 'fundRequests', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Account of the partner', zh: '伙伴客户档案' }),
    title: f.text({ max: 200 }).searchable().label({ en: 'Title', zh: '活动名称' }),
    activityType: f.enum(fundActivities).label({ en: 'Activity', zh: '活动类型' }),
    plan: f.text({ max: 4000 }).nullable().label({ en: 'Plan', zh: '活动方案' }).help({
      en: 'Whom it reaches, and what comes of it',
      zh: '目标受众及预期效果',
    }),
    startsOn: f.date().label({ en: 'First day of the activity', zh: '活动开始日期' }),
    endsOn: f.date().label({ en: 'Last day of the activity', zh: '活动结束日期' }),
    cost: f.money().label({ en: 'Cost of the activity', zh: '活动成本' }),
    requested: f.money().label({ en: 'Requested', zh: '申请金额' }),
    status: f
      .enum(['draft', 'submitted', 'approved', 'rejected', 'cancelled', 'closed'])
      .default('draft')
      .indexed()
      .label({ en: 'Status', zh: '状态' })
      .help({ en: '`closed`: over, what was left went back', zh: '已关闭：流程结束，余额已退回' }),
    approved: f.money().nullable().label({ en: 'Approved', zh: '批准金额' }),
    reason: f.text({ max: 1000 }).nullable().label({ en: 'Why so decided', zh: '审批说明' }),
    submittedAt: f.instant().nullable().readonly().label({ en: 'Submitted at', zh: '提交时间' }),
    submittedBy: f
      .ref(User, { inverse: 'submittedFundRequests' })
      .nullable()
      .readonly()
      .label({ en: 'Submitted by', zh: '提交人' }),
    decideBy: f.instant().nullable().readonly().label({ en: 'To be decided by', zh: '审批截止时间' }),
    escalatedAt: f.instant().nullable().readonly().label({ en: 'Escalated at', zh: '升级时间' }),
    decidedAt: f.instant().nullable().readonly().label({ en: 'Decided at', zh: '审批时间' }),
    decidedBy: f
      .ref(User, { inverse: 'decidedFundRequests' })
      .nullable()
      .readonly()
      .label({ en: 'Decided by', zh: '审批人' }),
    claimUntil: f.date().nullable().readonly().label({ en: 'To be claimed by', zh: '报销截止日期' }),
    remindedAt: f.instant().nullable().readonly().label({ en: 'Reminded at', zh: '提醒时间' }),
    ...channelFields('fundRequests'),
  },
  {
    label: { en: 'Fund request', zh: '市场基金申请' },
    title: 'title',
    visibility: channelVisibility,
    indexes: [['partner', 'status']],
    checks: {
      days: 'ends_on >= starts_on',
      amounts: 'requested_minor > 0 AND cost_minor >= requested_minor AND cost_currency = requested_currency',
      approved: `approved_minor IS NULL OR (approved_minor > 0 AND approved_minor <= requested_minor AND approved_currency = requested_currency)`,
      decided: `status NOT IN ('approved', 'closed') OR (approved_minor IS NOT NULL AND claim_until IS NOT NULL)`,
      reason: `status <> 'rejected' OR reason IS NOT NULL`,
    },
  },
) {}
