import type { Actor, Id } from '@tessera/core'

/** The user row of whoever acts; null for programs, which have none. */
export const personOf = (actor: Actor): Id | null =>
  actor.kind === 'service' || actor.kind === 'system' ? null : actor.id

/** The member of staff who acts, for fields that say who of us it was. */
export const colleagueOf = (actor: Actor): Id | null => (actor.kind === 'user' ? actor.id : null)
