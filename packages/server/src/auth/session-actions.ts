import { type SessionActions, TesseraError } from '@tessera/core'
import type { Visit } from '../routing/visit.ts'
import { deviceName } from './device-name.ts'
import type { IdentityServices } from './identity.ts'
import { forgetDevices } from './two-factor/two-factor-actions.ts'

interface SessionRow {
  readonly id: string
  readonly address: string | null
  readonly agent: string | null
  readonly since: Date
  readonly lastSeen: Date
  readonly current: boolean
}

/** The sessions of the person who asks. Their tokens stay here. */
export function sessionActions({ crm, sessions, note }: IdentityServices, visit: Visit): SessionActions {
  const sql = async <R>(text: string, values: unknown[]): Promise<R[]> =>
    ((await crm.database.pipeline([{ text, values }]))[0]?.rows ?? []) as R[]
  return {
    async list() {
      const { session } = await visit.requirePerson()
      const rows = await sql<SessionRow>(listStatement, [session.userId, session.token])
      return rows.map(({ id, address, agent, since, lastSeen, current }) => ({
        id,
        device: deviceName(agent ?? ''),
        address: address ?? '',
        since,
        lastSeen,
        current,
      }))
    },
    async end(id) {
      const { session } = await visit.requirePerson()
      const ended = await sql<{ token: string }>(
        'delete from auth.session where id::text = $1 and "userId" = $2 returning token',
        [String(id).slice(0, 40).toLowerCase().replaceAll('\0', ''), session.userId],
      )
      if (!ended[0]) throw new TesseraError('NOT_FOUND', { entity: 'session', id: String(id).slice(0, 40) })
      sessions.forget(ended[0].token)
      await note(visit, { kind: 'sessionEnded', user: session.userId })
    },
    async endOthers() {
      const { session } = await visit.requirePerson()
      const ended = await sql<{ token: string }>(
        'delete from auth.session where "userId" = $1 and token <> $2 returning token',
        [session.userId, session.token],
      )
      await sql(forgetDevices, [session.userId])
      for (const { token } of ended) sessions.forget(token)
      await note(visit, { kind: 'sessionEnded', user: session.userId, detail: `all others: ${ended.length}` })
      return ended.length
    },
  }
}

const listStatement = `
select id, "ipAddress" as address, "userAgent" as agent, "createdAt" as since, coalesce("lastSeen", "createdAt") as "lastSeen", token = $2 as current
from auth.session where "userId" = $1 and "expiresAt" > now() order by token = $2 desc, coalesce("lastSeen", "createdAt") desc, id limit 200`
