import type { Crm, Id } from '@tessera/core'
import { type LoadedActor, loadActor } from '../actors/load-actor.ts'
import type { Auth, StoredSession } from './create-auth.ts'

/** Who a request comes from. */
export interface Visitor extends LoadedActor {
  readonly session: StoredSession
}

/** What a request's cookie leads to, and cookies to set where the session was prolonged or has ended. */
export interface Resolved {
  readonly visitor: Visitor | null
  readonly cookies: readonly string[]
}

export interface Sessions {
  /**
   * Finds out who a request comes from. Remembered for up to 5 seconds per session and partner, so a change of roles or a
   * session ended in another process takes that long to be felt; one ended in this process ends at once.
   * @throws PARTNER_FOREIGN
   */
  resolve(headers: Headers): Promise<Resolved>
  /** Forgets what is remembered of a session, by its token. */
  forget(token: string): void
}

/** The header by which somebody who works for several partners says for which one a request acts. */
export const partnerHeader = 'x-tessera-partner'

const rememberedMs = 5_000
const rememberedVisitors = 10_000

interface Remembered {
  readonly resolved: Resolved
  readonly until: number
}

const nobody: Resolved = { visitor: null, cookies: [] }

export function createSessions(crm: Crm, auth: Auth): Sessions {
  // By the whole `Cookie` header and the partner asked for: the session's signature is in it, and nothing needs to be read.
  const remembered = new Map<string, Remembered>()
  let forgotten = 0

  const load = async (headers: Headers, partner: Id | undefined): Promise<Resolved> => {
    const { session, cookies } = await auth.session(headers)
    if (!session) return { visitor: null, cookies }
    const loaded = await loadActor(crm, session.userId, { partner, chosenPartner: session.partner })
    return { visitor: loaded && { ...loaded, session }, cookies }
  }

  const remember = (key: string, visitor: Visitor): void => {
    const until = Math.min(Date.now() + rememberedMs, visitor.session.expiresAt.getTime())
    remembered.delete(key)
    // Cookies to set are sent once, not with every answer from memory.
    remembered.set(key, { resolved: { visitor, cookies: [] }, until })
    if (remembered.size > rememberedVisitors) remembered.delete(remembered.keys().next().value as string)
  }

  return {
    async resolve(headers) {
      const cookie = headers.get('cookie')
      if (!cookie?.includes(auth.cookieName)) return nobody
      const partner = headers.get(partnerHeader) ?? undefined
      const key = `${cookie}\n${partner ?? ''}`
      const known = remembered.get(key)
      if (known && known.until > Date.now()) return known.resolved
      const before = forgotten
      const resolved = await load(headers, partner)
      // A session that ended while it was being read must not be remembered.
      if (resolved.visitor && before === forgotten) remember(key, resolved.visitor)
      return resolved
    },
    forget(token) {
      forgotten += 1
      for (const [key, { resolved }] of remembered)
        if (resolved.visitor?.session.token === token) remembered.delete(key)
    },
  }
}

/** Deletes sessions that are over, a hundred at a time. Nobody comes back to end them. */
export async function sweepSessions(crm: Crm): Promise<void> {
  const over = 'select id from auth.session where "expiresAt" < now() limit 100 for update skip locked'
  await crm.database.pipeline([{ text: `delete from auth.session where id in (${over})` }])
}
