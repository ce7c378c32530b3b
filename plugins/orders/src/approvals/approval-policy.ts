import { entity, f } from '@tessera/core'

/**
 * How documents beyond somebody's authority are approved: its levels one after another, or all at once. Of those that hold the one of
 * highest priority counts. Where none holds, one person with the authority is enough.
 */
export class ApprovalPolicy extends entity(
  'approvalPolicy',
  {
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    kind: f.enum(['quote', 'order', 'any']).default('any').label({ en: 'For', zh: '适用单据' }),
    mode: f.enum(['sequence', 'parallel']).default('sequence').label({ en: 'Levels', zh: '审批方式' }),
    priority: f.int().default(0).label({ en: 'Priority', zh: '优先级' }),
    minDiscount: f
      .percent()
      .nullable()
      .label({ en: 'From the discount', zh: '起始折扣' })
      .unit('%')
      .help({ en: 'Of the line with the largest', zh: '以折扣最大的行为准' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  {
    label: { en: 'Approval policy', zh: '审批策略' },
    plural: 'approvalPolicies',
    checks: { min_discount: 'min_discount >= 0 AND min_discount <= 100' },
  },
) {}
