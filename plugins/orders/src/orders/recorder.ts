import type { Actor } from '@tessera/core'

const holds = (actor: Actor, permission: string): boolean =>
  actor.kind === 'system' ||
  ((actor.kind === 'user' || actor.kind === 'service') &&
    (actor.permissions.has(permission) || actor.permissions.has('*')))

/** Whether an actor may set down what happened, whatever the rules for new orders say. */
export const mayRecord = (actor: Actor): boolean => holds(actor, 'orders:record')

/** Whether an actor may let an order pass beyond a credit limit. */
export const mayRelease = (actor: Actor): boolean => holds(actor, 'orders:release')

/** Somebody at a partner or a customer. */
export const isOutside = (actor: Actor): actor is Extract<Actor, { kind: 'partner' | 'customer' }> =>
  actor.kind === 'partner' || actor.kind === 'customer'
