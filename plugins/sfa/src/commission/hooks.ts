import type { Hook, On } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import { creditsStand } from './credits/credits-stand.ts'
import { orderSplitsAddUp } from './credits/order-splits-add-up.ts'
import { ledgerRules } from './ledger/ledger-rules.ts'
import { periodRules } from './ledger/period-rules.ts'
import { assignmentRules } from './plans/assignment-rules.ts'
import { planRules } from './plans/plan-rules.ts'
import { ruleRules } from './plans/rule-rules.ts'
import { disputeRules } from './statements/dispute-rules.ts'
import { statementRules } from './statements/statement-rules.ts'

export const commissionHooks = (on: On<typeof SfaModel>): readonly Hook[] => [
  ...planRules(on),
  ...ruleRules(on),
  ...assignmentRules(on),
  ...orderSplitsAddUp(on),
  ...creditsStand(on),
  ...ledgerRules(on),
  ...periodRules(on),
  ...statementRules(on),
  ...disputeRules(on),
]
