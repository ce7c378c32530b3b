import { type Hook, type On, Reject } from '@tessera/core'
import { type OrdersModel, QuoteLink } from '../model.ts'

/** A link leads where it led when it was made; it can be revoked, once and for all. */
export const linkGuard = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(QuoteLink).before('update', { name: 'onlyRevoked' }, ({ old, changed }) => {
    if (changed.size !== 1 || !changed.has('revokedAt') || old?.revokedAt !== null)
      throw new Reject('orders.linkFixed', 'A link can only be revoked. Send the quote again for a new one.')
  }),
  on(QuoteLink).before(['delete', 'restore'], { name: 'kept' }, () => {
    throw new Reject('orders.linkFixed', 'Links are kept. Revoke it instead.')
  }),
]
