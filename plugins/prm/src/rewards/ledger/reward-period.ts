import { entity, f } from '@tessera/core'
import { RewardProgram } from '../rules/reward-program.ts'

/** A month, quarter or year of a reward programme. Once closed nothing is written into it, ever; what comes later lands in the first open one. */
export class RewardPeriod extends entity(
  'rewardPeriod',
  {
    program: f.ref(RewardProgram, { inverse: 'periods' }).label({ en: 'Reward programme', zh: '奖励方案' }),
    startsOn: f.date().label({ en: 'First day', zh: '起始日期' }),
    endsOn: f.date().label({ en: 'Last day', zh: '结束日期' }),
    status: f.enum(['open', 'closed']).default('open').label({ en: 'Status', zh: '状态' }),
    closedAt: f.instant().nullable().readonly().label({ en: 'Closed at', zh: '关账时间' }),
  },
  {
    label: { en: 'Reward period', zh: '奖励周期' },
    title: 'status',
    unique: [['program', 'startsOn']],
    checks: { days: 'ends_on >= starts_on', closed: `(status = 'closed') = (closed_at IS NOT NULL)` },
  },
) {}
