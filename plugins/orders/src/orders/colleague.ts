import type { Actor, Id } from '@tessera/core'

/** The member of staff who acts, or null. */
export const colleagueOf = (actor: Actor): Id | null => (actor.kind === 'user' ? actor.id : null)
