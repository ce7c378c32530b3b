import { entity, f } from '@tessera/core'
import { CommissionPlan } from '../plans/commission-plan.ts'

/** A month, quarter or year of a plan. Once closed nothing is written into it; what comes later lands in the first open one. */
export class CommissionPeriod extends entity(
  'commissionPeriod',
  {
    plan: f.ref(CommissionPlan, { inverse: 'periods' }).label({ en: 'Plan', zh: '提成方案' }),
    startsOn: f.date().label({ en: 'First day', zh: '起始日期' }),
    endsOn: f.date().label({ en: 'Last day', zh: '结束日期' }),
    status: f.enum(['open', 'closed']).default('open').label({ en: 'Status', zh: '状态' }),
    closedAt: f.instant().nullable().readonly().label({ en: 'Closed at', zh: '关账时间' }),
    reopenReason: f.text({ max: 500 }).nullable().label({ en: 'Why reopened', zh: '重新打开原因' }),
  },
  {
    label: { en: 'Commission period', zh: '提成周期' },
    title: 'status',
    unique: [['plan', 'startsOn']],
    checks: { days: 'ends_on >= starts_on', closed: `(status = 'closed') = (closed_at IS NOT NULL)` },
  },
) {}
