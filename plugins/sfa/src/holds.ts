import type { Actor } from '@tessera/core'

/** Whether somebody holds a permission, in whatever scope; the system holds all. */
export const holds = (actor: Actor, permission: string): boolean =>
  actor.kind === 'system' ||
  ('permissions' in actor && (actor.permissions.has(permission) || actor.permissions.has('*')))
