import { type Crm, type Id, identitySettings, recordSecurity, twoFactorRule, type ViewAs } from '@tessera/core'
import { type LoadedActor, loadActor, readIdentity } from '../actors/load-actor.ts'
import type { Auth } from './create-auth.ts'
import type { StoredSession } from './stored-session.ts'
import { mayViewAs } from './view-as-actions.ts'

/** Who a request comes from: somebody who signed in, or a service with its key. */
export interface Visitor extends LoadedActor {
  /** Null for a service. */
  readonly session: StoredSession | null
  /** Who looks on as this person, read-only, where it is not the person. The session is theirs then. */
  readonly viewAs: ViewAs | null
}

/** Somebody who signed in. */
export interface SignedInVisitor extends Visitor {
  readonly session: StoredSession
}

/** What a request's cookie leads to, and cookies to set where the session was prolonged or has ended. */
export interface Resolved {
  readonly visitor: SignedInVisitor | null
  /** Who signed in, but must set up a second factor before anything else. There is no `visitor` then. */
  readonly settingUp: SignedInVisitor | null
  readonly cookies: readonly string[]
}

export interface Sessions {
  /**
   * Finds out who a request comes from. Remembered for up to 5 seconds per session and partner, so a change of roles or a
   * session ended in another process takes that long to be felt; one ended in this process ends at once.
   * @throws PARTNER_FOREIGN
   */
  resolve(headers: Headers): Promise<Resolved>
  /** Whether this person, without a second factor, must set one up. */
  mustSetUp(userId: Id): Promise<boolean>
  /** The session a request belongs to, as it is stored, whatever it may open. */
  current(headers: Headers): Promise<{ readonly session: StoredSession | null }>
  /** Ends a view as somebody else. */
  endViewing(session: StoredSession, why: string): Promise<void>
  /** Forgets what is remembered of a session, by its token. */
  forget(token: string): void
  /** Forgets what is remembered of somebody. */
  forgetPerson(userId: Id): void
}

/** The header by which somebody who works for several partners says for which one a request acts. */
export const partnerHeader = 'x-tessera-partner'

const rememberedMs = 5_000
const rememberedVisitors = 10_000

interface Remembered {
  readonly resolved: Resolved
  readonly until: number
}

const nobody: Resolved = { visitor: null, settingUp: null, cookies: [] }

export function createSessions(crm: Crm, auth: Auth): Sessions {
  // By the whole `Cookie` header and the partner asked for: the session's signature is in it, and nothing needs to be read.
  const remembered = new Map<string, Remembered>()
  const loading = new Map<string, Promise<Resolved>>()
  let forgotten = 0

  /** `before` is whose session it was when it was last looked at: who that is now is asked beside the session, not behind it. */
  const load = async (headers: Headers, partner: Id | undefined, before: Id | undefined): Promise<Resolved> => {
    const early = before === undefined ? undefined : readIdentity(crm, before)
    // Where it is not waited for, nobody misses it.
    early?.catch(() => undefined)
    const { session, cookies } = await auth.session(headers)
    if (!session) return { ...nobody, cookies }
    await noteSeen(crm, session)
    const chosen = { partner, chosenPartner: session.partner }
    const loaded = await loadActor(crm, session.userId, chosen, session.userId === before ? early : undefined)
    const person = loaded && { ...loaded, session, viewAs: null }
    if (person && !session.twoFactor && isRequired(person)) return { visitor: null, settingUp: person, cookies }
    const viewed = person && session.viewing ? await view(person, session.viewing, partner) : null
    return { visitor: viewed ?? person, settingUp: null, cookies }
  }

  /** The person whom somebody of the staff looks on as; null where that is over. */
  const view = async (
    by: SignedInVisitor,
    { user, partner: chosenPartner, until }: NonNullable<StoredSession['viewing']>,
    partner: Id | undefined,
  ): Promise<SignedInVisitor | null> => {
    const over = until <= crm.clock.now() ? 'time is up' : mayViewAs(by.actor) ? null : 'no permission any more'
    const seen = over === null ? await loadActor(crm, user, { partner, chosenPartner }) : null
    if (seen?.actor.kind !== 'partner' && seen?.actor.kind !== 'customer') {
      await endViewing(by.session, over ?? 'their access is closed')
      return null
    }
    const { name, email, locale, timeZone } = by
    const id = by.session.userId
    return {
      ...seen,
      actor: { ...seen.actor, viewedBy: id },
      session: by.session,
      viewAs: { by: { id, name, email, locale, timeZone }, until },
    }
  }

  const endViewing = async ({ token, userId, viewing }: StoredSession, why: string): Promise<void> => {
    const [ended] = await crm.database.pipeline([
      {
        text: 'update auth.session set "viewUser" = null, "viewPartner" = null, "viewUntil" = null where token = $1 and "viewUser" is not null',
        values: [token],
      },
    ])
    forget(({ session }) => session.token === token)
    // Of several requests that find it over, one says so.
    if (ended?.rowCount !== 1) return
    await recordSecurity(crm.system('server/view-as', 'notes that a view as somebody else is over'), {
      kind: 'viewAsEnded',
      user: viewing?.user,
      by: userId,
      detail: why,
    })
  }

  const forget = (which: (visitor: SignedInVisitor) => boolean): void => {
    forgotten += 1
    // Nor may who asks from now on be told what was being read until now.
    loading.clear()
    for (const [key, { resolved }] of remembered)
      if (resolved.visitor && which(resolved.visitor)) remembered.delete(key)
  }

  const isOver = ({ visitor }: Resolved): boolean => !!visitor?.viewAs && visitor.viewAs.until <= crm.clock.now()

  const isRequired = ({ kind, roles }: LoadedActor): boolean =>
    twoFactorRule(crm.assembly.settings(identitySettings).twoFactor, kind, roles) === 'required'

  const read = async (key: string, headers: Headers, partner: Id | undefined): Promise<Resolved> => {
    const before = forgotten
    try {
      const resolved = await load(headers, partner, remembered.get(key)?.resolved.visitor?.session.userId)
      // A session that ended while it was being read must not be remembered.
      if (resolved.visitor && before === forgotten) remember(key, resolved.visitor)
      return resolved
    } finally {
      if (before === forgotten) loading.delete(key)
    }
  }

  const remember = (key: string, visitor: SignedInVisitor): void => {
    const until = Math.min(Date.now() + rememberedMs, visitor.session.expiresAt.getTime())
    remembered.delete(key)
    // Cookies to set are sent once, not with every answer from memory.
    remembered.set(key, { resolved: { visitor, settingUp: null, cookies: [] }, until })
    if (remembered.size > rememberedVisitors) remembered.delete(remembered.keys().next().value as string)
  }

  return {
    async resolve(headers) {
      const cookie = headers.get('cookie')
      if (!cookie?.includes(auth.cookieName)) return nobody
      const partner = headers.get(partnerHeader) ?? undefined
      const key = `${cookie}\n${partner ?? ''}`
      const known = remembered.get(key)
      if (known && known.until > Date.now() && !isOver(known.resolved)) return known.resolved
      // The parts of a page ask at the same moment.
      const reading = loading.get(key) ?? read(key, headers, partner)
      loading.set(key, reading)
      return reading
    },
    async mustSetUp(userId) {
      const loaded = await loadActor(crm, userId)
      if (!loaded || !isRequired(loaded)) return false
      const [on] = await crm.database.pipeline([
        { text: 'select from auth."user" where id = $1 and "twoFactorEnabled"', values: [userId] },
      ])
      return on?.rowCount === 0
    },
    current: (headers) => auth.session(headers),
    endViewing,
    forget: (token) => forget(({ session }) => session.token === token),
    forgetPerson: (userId) => forget(({ session }) => session.userId === userId),
  }
}

const seenEveryMs = 5 * 60_000

/** Notes that a session is in use; every few minutes, so that a busy one does not write with every request. */
async function noteSeen(crm: Crm, { token, lastSeen }: StoredSession): Promise<void> {
  if (Date.now() - lastSeen.getTime() < seenEveryMs) return
  await crm.database.pipeline([
    { text: 'update auth.session set "lastSeen" = now() where token = $1', values: [token] },
  ])
}

/** Deletes sessions that are over, a hundred at a time. Nobody comes back to end them. */
export async function sweepSessions(crm: Crm): Promise<void> {
  const over = 'select id from auth.session where "expiresAt" < now() limit 100 for update skip locked'
  await crm.database.pipeline([{ text: `delete from auth.session where id in (${over})` }])
}
