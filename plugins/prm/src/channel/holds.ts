import type { Actor } from '@tessera/core'

/** Whether somebody of the staff holds a permission, in whatever scope; the system holds all. */
export const holds = (actor: Actor, permission: string): boolean =>
  actor.kind === 'system' ||
  ('permissions' in actor && (actor.permissions.has(permission) || actor.permissions.has('*')))

/** Whoever acts, where that is a user of the CRM. */
export const actingUser = (actor: Actor): string | null =>
  actor.kind === 'user' || actor.kind === 'partner' ? actor.id : null
