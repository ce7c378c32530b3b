import { type Context, type Id, Reject } from '@tessera/core'

/**
 * Whose a new row is: of whoever writes it for their own partner. Only the system may say otherwise, so that no partner can ever be named from
 * outside.
 */
export function ownPartner(ctx: Context, given: Id | null | undefined): { readonly partner: Id } {
  if (ctx.actor.kind === 'partner') return { partner: ctx.actor.partner }
  if (given) return { partner: given }
  throw new Reject('prm.noPartner', 'This belongs to a partner. Let somebody of the partner write it.')
}
