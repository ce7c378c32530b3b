import { type Actor, TesseraError, User, type ViewAsActions } from '@tessera/core'
import { loadActor } from '../actors/load-actor.ts'
import type { Visit } from '../routing/visit.ts'
import type { IdentityServices } from './identity.ts'

/** A view as somebody else ends by itself. */
export const viewAsMs = 30 * 60_000

/** Whether somebody may see the portal as a partner or customer. Narrower scopes mean nothing here: users have no owner. */
export const mayViewAs = (actor: Actor): boolean =>
  actor.kind === 'user' && (actor.permissions.get('identity:viewAs') ?? actor.permissions.get('*')) === 'all'

export function viewAsActions({ crm, sessions, note }: IdentityServices, visit: Visit): ViewAsActions {
  const { request } = visit
  return {
    async begin({ user, partner }) {
      const { actor, session, name, email, locale, timeZone } = await visit.requirePerson()
      if (!mayViewAs(actor))
        throw new TesseraError('FORBIDDEN', { who: 'This user', op: 'see', what: 'the portal as somebody else' })
      const seen = await crm.as(actor, { requestId: visit.requestId }).get(User, idText(user))
      // Whoever holds permissions is left out: their rights are no partner's, and must not be borrowed.
      if (seen.kind !== 'partner' && seen.kind !== 'customer')
        throw new TesseraError('VIEW_AS_REFUSED', { reason: 'only people at partners and customers can be looked at' })
      const target = await loadActor(crm, seen.id, { partner })
      if (!target) throw new TesseraError('VIEW_AS_REFUSED', { reason: 'their access is closed' })
      const until = new Date(crm.clock.now().getTime() + viewAsMs)
      const chosen = target.actor.kind === 'partner' ? target.actor.partner : null
      await note(visit, {
        kind: 'viewAsBegan',
        user: seen.id,
        by: session.userId,
        detail: `until ${until.toISOString()}`,
      })
      await crm.database.pipeline([
        {
          text: 'update auth.session set "viewUser" = $2, "viewPartner" = $3, "viewUntil" = $4 where token = $1',
          values: [session.token, seen.id, chosen, until],
        },
      ])
      sessions.forget(session.token)
      visit.log.info({ user: session.userId, as: seen.id }, 'looks at the portal as somebody else')
      return { by: { id: session.userId, name, email, locale, timeZone }, until }
    },
    async end() {
      const { session } = await sessions.current(request.headers)
      if (session?.viewing) await sessions.endViewing(session, 'ended')
    },
  }
}

const idText = (id: unknown): string => (typeof id === 'string' ? id : '')
