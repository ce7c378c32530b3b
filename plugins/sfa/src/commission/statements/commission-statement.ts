import { entity, f, Team, User } from '@tessera/core'
import { CommissionPeriod } from '../ledger/commission-period.ts'

/** What a person got for a closed period. Its lines are the entries; its total is their sum. */
export class CommissionStatement extends entity(
  'commissionStatement',
  {
    period: f.ref(CommissionPeriod, { inverse: 'statements' }).label({ en: 'Period', zh: '周期' }),
    person: f.ref(User, { inverse: 'commissionStatements' }).label({ en: 'Person', zh: '人员' }),
    team: f.ref(Team, { inverse: 'commissionStatements' }).nullable().label({ en: 'Team', zh: '团队' }),
    total: f.money().label({ en: 'Total', zh: '合计' }),
    status: f
      .enum(['issued', 'accepted', 'withdrawn'])
      .default('issued')
      .label({ en: 'Status', zh: '状态' })
      .help({ en: '`withdrawn`: the period was opened again', zh: '已撤回：周期已重新打开' }),
    issuedAt: f.instant().label({ en: 'Issued at', zh: '出具时间' }),
    acceptedAt: f.instant().nullable().label({ en: 'Accepted at', zh: '确认时间' }),
  },
  {
    label: { en: 'Commission statement', zh: '提成结算单' },
    title: 'status',
    visibility: { owner: 'person', team: 'team' },
    unique: [['period', 'person']],
    checks: { accepted: `(status = 'accepted') = (accepted_at IS NOT NULL)` },
  },
) {}
