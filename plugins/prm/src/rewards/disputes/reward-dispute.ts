import { entity, f, Partner, User } from '@tessera/core'
import { RewardEntry } from '../ledger/reward-entry.ts'

/** A partner's objection to an entry of its ledger, and what became of it. A statement with an open one is not paid out. */
export class RewardDispute extends entity(
  'rewardDispute',
  {
    entry: f.ref(RewardEntry, { inverse: 'disputes' }).label({ en: 'Entry', zh: '奖励分录' }),
    partner: f.ref(Partner, { inverse: 'rewardDisputes' }).readonly().label({ en: 'Partner', zh: '伙伴' }),
    reason: f.text({ max: 2000 }).label({ en: 'Objection', zh: '异议' }),
    status: f.enum(['open', 'accepted', 'rejected']).default('open').indexed().label({ en: 'Status', zh: '状态' }),
    answer: f.text({ max: 2000 }).nullable().label({ en: 'Answer', zh: '答复' }),
    answeredAt: f.instant().nullable().label({ en: 'Answered at', zh: '答复时间' }),
    answeredBy: f
      .ref(User, { inverse: 'answeredRewardDisputes' })
      .nullable()
      .label({ en: 'Answered by', zh: '答复人' }),
    adjustment: f
      .ref(RewardEntry, { inverse: 'settledDisputes' })
      .nullable()
      .unique()
      .label({ en: 'Adjustment', zh: '调整分录' }),
  },
  {
    label: { en: 'Reward dispute', zh: '奖励异议' },
    title: 'reason',
    visibility: { through: 'entry' },
    checks: {
      answered: `(status = 'open') = (answered_at IS NULL)`,
      answer: `status = 'open' OR answer IS NOT NULL`,
      adjustment: `(status = 'accepted') = (adjustment_id IS NOT NULL)`,
    },
  },
) {}
