import { FundAllocation } from './budgets/fund-allocation.ts'
import { FundBudget } from './budgets/fund-budget.ts'
import { FundClaim } from './claims/fund-claim.ts'
import { FundPayment } from './claims/fund-payment.ts'
import { FundProof } from './claims/fund-proof.ts'
import { FundAccount } from './ledger/fund-account.ts'
import { FundEntry } from './ledger/fund-entry.ts'
import { FundRequest, fundActivities } from './requests/fund-request.ts'

export {
  FundAccount,
  FundAllocation,
  FundBudget,
  FundClaim,
  FundEntry,
  FundPayment,
  FundProof,
  FundRequest,
  fundActivities,
}

/** Market development funds, from budget to payment. */
export const fundEntities = [
  FundBudget,
  FundAllocation,
  FundRequest,
  FundClaim,
  FundProof,
  FundPayment,
  FundAccount,
  FundEntry,
] as const
