import type { Hook, On } from '@tessera/core'
import type { OrdersModel } from '../model.ts'
import { commentAuthor } from './comment-author.ts'
import { decisionGuard } from './decision-guard.ts'
import { decisionOutcome } from './decision-outcome.ts'
import { approvalMails } from './notify.ts'
import { requestGuard } from './request-guard.ts'
import { stepGuard } from './step-guard.ts'

/** All that holds approvals to their rules. */
export const approvalHooks = (on: On<typeof OrdersModel>): readonly Hook[] => [
  ...requestGuard(on),
  ...stepGuard(on),
  ...decisionGuard(on),
  decisionOutcome(on),
  commentAuthor(on),
  approvalMails(on),
]
