import { type Context, type Id, sql } from '@tessera/core'
import type { PrmModel } from '../model.ts'
import type { Notice } from './notify.ts'

/** Somebody to tell. */
export interface Recipient {
  readonly id: Id
  readonly name: string
  readonly email: string
  readonly language: 'en' | 'zh'
  readonly timeZone: string
}

interface UserRow {
  readonly id: Id
  readonly name: string
  readonly email: string
  readonly locale: string
  readonly timeZone: string
}

/** The active people a notice is for, each once. `system` has the system's rights. */
export async function recipientsOf(system: Context<typeof PrmModel>, notice: Notice): Promise<Recipient[]> {
  const ways = [
    ...(notice.user ? [sql`u.id = ${notice.user}::uuid`] : []),
    ...(notice.partner ? [memberOf(notice.partner, notice.roles ?? [])] : []),
    ...(notice.permission ? [holderOf(notice.permission)] : []),
  ]
  if (ways.length === 0) return []
  const { rows } = await sql<UserRow>`
    select u.id, u.name, u.email, u.locale, u.time_zone as "timeZone" from crm."user" u
    where u.active and u.deleted_at is null and (${sql.join(ways, sql` or `)})
    order by u.id limit 500`.execute(system.db)
  return rows.map(({ id, name, email, locale, timeZone }) => ({
    id,
    name,
    email,
    language: locale.startsWith('zh') ? 'zh' : 'en',
    timeZone,
  }))
}

const memberOf = (partner: Id, roles: readonly string[]) => sql`exists (
  select from crm.partner_member m where m.user_id = u.id and m.partner_id = ${partner}::uuid and m.deleted_at is null
    ${roles.length > 0 ? sql`and m.role = any(${[...roles]}::text[])` : sql``})`

const holderOf = (permission: string) => sql`(u.kind = 'staff' and exists (
  select from crm.role_assignment a join crm.role r on r.id = a.role_id
  where a.user_id = u.id and a.deleted_at is null and r.deleted_at is null and (r.grants ? ${permission} or r.grants ? '*')))`
