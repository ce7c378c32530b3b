import { entity, f, User } from '@tessera/core'

/** That a person decides approvals for another for some days. It passes on the other's authority, and no delegation of others to him. */
export class ApprovalDelegation extends entity(
  'approvalDelegation',
  {
    from: f.ref(User, { inverse: 'approvalDelegationsGiven' }).label({ en: 'From', zh: '委托人' }),
    to: f.ref(User, { inverse: 'approvalDelegationsTaken' }).label({ en: 'To', zh: '受托人' }),
    validFrom: f.date().label({ en: 'First day', zh: '开始日期' }),
    validUntil: f.date().label({ en: 'Last day', zh: '结束日期' }),
    reason: f.text({ max: 500 }).nullable().label({ en: 'Reason', zh: '原因' }),
  },
  {
    label: { en: 'Delegation of approvals', zh: '审批委托' },
    title: 'validFrom',
    visibility: { owner: 'from' },
    checks: { others: 'from_id <> to_id', validity: 'valid_until >= valid_from' },
  },
) {}
