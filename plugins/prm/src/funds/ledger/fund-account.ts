import { entity, f, Partner } from '@tessera/core'
import { FundAllocation } from '../budgets/fund-allocation.ts'
import { FundBudget } from '../budgets/fund-budget.ts'
import { FundClaim } from '../claims/fund-claim.ts'
import { FundRequest } from '../requests/fund-request.ts'

/**
 * An account of the ledger of funds, and what stands in it: credits less debits. Money goes from `funding` to `unallocated` of a budget, on to
 * `available` of an allocation, `committed` of a request, `payable` of a claim, and `paid`. But for `funding`, none can go below zero: the
 * table's CHECK is what keeps allocations within the budget, approvals within the allocation, claims within the approval and payments within
 * the claim, whoever writes and how many at once.
 */
export class FundAccount extends entity(
  'fundAccount',
  {
    key: f.text({ max: 60 }).unique().label({ en: 'Key', zh: '账户标识' }),
    kind: f
      .enum(['funding', 'unallocated', 'available', 'committed', 'payable', 'paid'])
      .label({ en: 'Kind', zh: '类型' }),
    budget: f.ref(FundBudget, { inverse: 'accounts' }).label({ en: 'Budget', zh: '预算' }),
    allocation: f.ref(FundAllocation, { inverse: 'accounts' }).nullable().label({ en: 'Allocation', zh: '额度' }),
    request: f.ref(FundRequest, { inverse: 'accounts' }).nullable().label({ en: 'Request', zh: '申请' }),
    claim: f.ref(FundClaim, { inverse: 'accounts' }).nullable().label({ en: 'Claim', zh: '报销单' }),
    partner: f.ref(Partner, { inverse: 'fundAccounts' }).nullable().label({ en: 'Partner', zh: '伙伴' }),
    balance: f.money().label({ en: 'Balance', zh: '余额' }),
  },
  {
    label: { en: 'Fund account', zh: '市场基金账户' },
    title: 'key',
    journal: false,
    checks: { balance: `kind = 'funding' OR balance_minor >= 0` },
  },
) {}
