import type { Id } from '@tessera/core'

/** A session as it is stored. */
export interface StoredSession {
  readonly id: Id
  readonly token: string
  readonly userId: Id
  readonly expiresAt: Date
  /** The partner chosen in this session, if any. */
  readonly partner: Id | null
  /** Whether this person has a second factor. */
  readonly twoFactor: boolean
  /** To some minutes. */
  readonly lastSeen: Date
  /** Whom this person looks at the portal as. */
  readonly viewing: { readonly user: Id; readonly partner: Id | null; readonly until: Date } | null
}

interface SessionRecord {
  readonly id: string
  readonly token: string
  readonly userId: string
  readonly expiresAt: Date
  readonly createdAt: Date
  readonly partner?: unknown
  readonly lastSeen?: unknown
  readonly viewUser?: unknown
  readonly viewPartner?: unknown
  readonly viewUntil?: unknown
}

/** What Better Auth gives of a session and its person, as this server uses it. */
export function storedSession(session: SessionRecord, user: { readonly twoFactorEnabled?: unknown }): StoredSession {
  const { id, token, userId, expiresAt, viewUser, viewUntil } = session
  return {
    id,
    token,
    userId,
    expiresAt,
    partner: textOf(session.partner),
    twoFactor: user.twoFactorEnabled === true,
    lastSeen: session.lastSeen instanceof Date ? session.lastSeen : session.createdAt,
    viewing:
      typeof viewUser === 'string' && viewUntil instanceof Date
        ? { user: viewUser, partner: textOf(session.viewPartner), until: viewUntil }
        : null,
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
