import { entity, f, Team, User } from '@tessera/core'
import { CommissionEntry } from '../ledger/commission-entry.ts'

/** A person's objection to an entry of the own ledger, and what became of it. */
export class CommissionDispute extends entity(
  'commissionDispute',
  {
    entry: f.ref(CommissionEntry, { inverse: 'disputes' }).label({ en: 'Entry', zh: '提成分录' }),
    person: f.ref(User, { inverse: 'commissionDisputes' }).label({ en: 'Person', zh: '人员' }),
    team: f.ref(Team, { inverse: 'commissionDisputes' }).nullable().label({ en: 'Team', zh: '团队' }),
    reason: f.text({ max: 2000 }).label({ en: 'Objection', zh: '异议' }),
    status: f.enum(['open', 'accepted', 'rejected']).default('open').label({ en: 'Status', zh: '状态' }),
    answer: f.text({ max: 2000 }).nullable().label({ en: 'Answer', zh: '答复' }),
    answeredAt: f.instant().nullable().label({ en: 'Answered at', zh: '答复时间' }),
    answeredBy: f
      .ref(User, { inverse: 'answeredCommissionDisputes' })
      .nullable()
      .label({ en: 'Answered by', zh: '答复人' }),
    adjustment: f
      .ref(CommissionEntry, { inverse: 'settledDisputes' })
      .nullable()
      .unique()
      .label({ en: 'Adjustment', zh: '调整分录' }),
  },
  {
    label: { en: 'Commission dispute', zh: '提成异议' },
    title: 'reason',
    visibility: { owner: 'person', team: 'team' },
    checks: {
      answered: `(status = 'open') = (answered_at IS NULL)`,
      answer: `status = 'open' OR answer IS NOT NULL`,
      adjustment: `(status = 'accepted') = (adjustment_id IS NOT NULL)`,
    },
  },
) {}
