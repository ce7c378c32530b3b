import type { Id } from '@tessera/core'

/** What `identityStatement` gives: no row unless the user is there and active. */
export interface IdentityRow {
  readonly kind: 'staff' | 'partner' | 'customer' | 'service'
  readonly name: string
  readonly email: string
  readonly locale: string
  readonly timeZone: string
  /** `grants` of each role held. */
  readonly grants: readonly Readonly<Record<string, unknown>>[]
  /** Names of the roles held. */
  readonly roleNames: readonly string[]
  readonly teams: readonly Id[]
  /** With those below them. */
  readonly territories: readonly Id[]
  /** In active partners, oldest first. */
  readonly memberships: readonly { readonly partner: Id; readonly name: string; readonly role: string }[]
}

/** Reads one user with everything the access rules ask of an actor, in one statement. Its parameter is the user's id. */
export const identityStatement = {
  name: 'tessera_identity',
  text: `
with recursive me as (
  select id, kind, name, email, locale, time_zone from crm."user" where id = $1 and active and deleted_at is null
), covered as (
  select t.id from crm.territory_member m join crm.territory t on t.id = m.territory_id
    where m.user_id = $1 and m.deleted_at is null and t.deleted_at is null
  union
  select t.id from covered c join crm.territory t on t.parent_id = c.id where t.deleted_at is null
)
select me.kind, me.name, me.email, me.locale, me.time_zone as "timeZone",
  (select coalesce(jsonb_agg(r.grants), '[]') from crm.role_assignment a join crm.role r on r.id = a.role_id
    where a.user_id = me.id and a.deleted_at is null and r.deleted_at is null) as grants,
  (select coalesce(jsonb_agg(r.name), '[]') from crm.role_assignment a join crm.role r on r.id = a.role_id
    where a.user_id = me.id and a.deleted_at is null and r.deleted_at is null) as "roleNames",
  (select coalesce(jsonb_agg(t.id), '[]') from crm.team_member m join crm.team t on t.id = m.team_id
    where m.user_id = me.id and m.deleted_at is null and t.deleted_at is null) as teams,
  (select coalesce(jsonb_agg(id), '[]') from covered) as territories,
  (select coalesce(jsonb_agg(jsonb_build_object('partner', p.id, 'name', p.name, 'role', m.role) order by m.created_at, m.id), '[]')
    from crm.partner_member m join crm.partner p on p.id = m.partner_id
    where m.user_id = me.id and m.deleted_at is null and p.deleted_at is null and p.active) as memberships
from me`,
}
