import { type Hook, type On, Reject } from '@tessera/core'
import { ApprovalStep, type OrdersModel } from '../model.ts'

/** A step asks what it asked when it was opened; only how far it has come changes. */
export const stepGuard = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(ApprovalStep).before('update', { name: 'keepsWhatItAsks' }, ({ changed }) => {
    const frozen = [...changed].find((field) => !movable.has(field))
    if (frozen !== undefined)
      throw new Reject('orders.approvalFinal', 'What a step asks stays as it is. Make a new request.')
  }),
  on(ApprovalStep).before(['delete', 'restore'], { name: 'kept' }, () => {
    throw new Reject('orders.approvalKept', 'Steps of an approval are kept. Withdraw the request instead.')
  }),
]

const movable: ReadonlySet<string> = new Set(['status', 'openedAt', 'dueAt', 'remindedAt', 'escalatedAt'])
