import type { Actor, Id } from '@tessera/core'

/** The member of staff who acts; null for programs and for people outside. */
export const colleagueOf = (actor: Actor): Id | null => (actor.kind === 'user' ? actor.id : null)
