import { type Context, type Id, Partner, type Scope, sql } from '@tessera/core'
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

/** Staff who hold a permission in a scope that covers what a notice is about: only who sees a row hears of it. */
export interface Holders {
  readonly permission: string
  /** Whose it is: what is of a partner is its manager's, team's and territory's. Null for rows that belong to nobody in particular. */
  readonly over: { readonly partner: Id } | Place | null
}

/** Whose a row is among the staff. */
export interface Place {
  readonly owner: Id | null
  readonly team: Id | null
  readonly territory: Id | null
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
    ...(notice.users ? [sql`u.id = any(${[...notice.users]}::uuid[])`] : []),
    ...(notice.partner ? [memberOf(notice.partner, notice.roles ?? [])] : []),
    ...(notice.permission === undefined ? [] : [await holderOf(system, notice)]),
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

const scopes: readonly Scope[] = ['own', 'team', 'territory', 'all']

/** As access rules have it: of several roles the widest scope counts, and what is said of a permission goes before `*`. */
async function holderOf(system: Context<typeof PrmModel>, { permission, over }: Holders) {
  const place = over && 'partner' in over ? await placeOf(system, over.partner) : over
  const widest = (name: string) => sql`max(array_position(${[...scopes]}::text[], r.grants ->> ${name}))`
  const reaches = (scope: Scope) => sql`held.scope >= ${scopes.indexOf(scope) + 1}`
  const covers = place
    ? sql`${reaches('all')}
      or (${reaches('own')} and u.id = ${place.owner}::uuid)
      or (${reaches('team')} and exists (select from crm.team_member m join crm.team t on t.id = m.team_id
        where m.user_id = u.id and t.id = ${place.team}::uuid and m.deleted_at is null and t.deleted_at is null))
      or (${reaches('territory')} and exists (
        with recursive above as (
          select id, parent_id from crm.territory where id = ${place.territory}::uuid and deleted_at is null
          union select t.id, t.parent_id from crm.territory t join above a on t.id = a.parent_id where t.deleted_at is null)
        select from crm.territory_member m join above a on a.id = m.territory_id where m.user_id = u.id and m.deleted_at is null))`
    : sql`held.scope is not null`
  return sql`(u.kind = 'staff' and exists (
    select from (
      select coalesce(${widest(permission)}, ${widest('*')}) as scope from crm.role_assignment a join crm.role r on r.id = a.role_id
      where a.user_id = u.id and a.deleted_at is null and r.deleted_at is null) held
    where ${covers}))`
}

async function placeOf(system: Context<typeof PrmModel>, partner: Id): Promise<Place> {
  const { prmManager, prmTeam, prmTerritory } = await system.get(Partner, partner)
  return { owner: prmManager, team: prmTeam, territory: prmTerritory }
}

/** For each of some staff, the rows whose places their scope of a permission covers; those with none are left out. */
export async function rowsByHolder<R>(
  system: Context<typeof PrmModel>,
  permission: string,
  rows: readonly R[],
  placeOfRow: (row: R) => Place,
): Promise<ReadonlyMap<Id, readonly R[]>> {
  const found = new Map<Id, R[]>()
  const placeName = (row: R): string => JSON.stringify(Object.values(placeOfRow(row)))
  for (const [, same] of Map.groupBy(rows, placeName)) {
    const over = placeOfRow(same[0] as R)
    for (const { id } of await recipientsOf(system, { permission, over, kind: '' }))
      found.set(id, [...(found.get(id) ?? []), ...same])
  }
  return found
}
