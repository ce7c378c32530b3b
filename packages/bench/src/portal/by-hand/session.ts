import type { PortalPerson } from '@tessera/core'

/** Who a cookie belongs to, with what access rules ask of them. */
export const sessionStatement = {
  name: 'hand_session',
  text: `select u.id, u.name, u.email, u.locale, u.time_zone as "timeZone", s.partner as chosen,
  (select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'role', m.role) order by m.created_at, m.id)
    from crm.partner_member m join crm.partner p on p.id = m.partner_id
    where m.user_id = u.id and m.deleted_at is null and p.deleted_at is null and p.active) as memberships
from auth.session s join crm."user" u on u.id = s."userId"
where s.token = $1 and s."expiresAt" > now() and u.active and u.deleted_at is null`,
}

export interface SessionRow extends Pick<PortalPerson, 'id' | 'name' | 'email' | 'locale' | 'timeZone'> {
  readonly chosen: string | null
  readonly memberships: readonly { readonly id: string; readonly name: string; readonly role: string }[] | null
}

/** The token of a session, as the cookie has it before the signature. */
export const tokenOf = (cookie: string | null): string | undefined =>
  /(?:^|; )tessera\.session_token=([^.;]+)/.exec(cookie ?? '')?.[1]

/** Somebody who works for a partner; null where a row says nothing of the kind. */
export function personOf(row: SessionRow | undefined): PortalPerson | null {
  const [first] = row?.memberships ?? []
  if (!row?.memberships || !first) return null
  const { id, name, email, locale, timeZone, chosen, memberships } = row
  const partner = memberships.some((member) => member.id === chosen) ? (chosen as string) : first.id
  const roles = memberships.filter((member) => member.id === partner).map(({ role }) => role)
  const partners = [...new Map(memberships.map((member) => [member.id, { id: member.id, name: member.name }])).values()]
  return {
    ...{ id, name, email, locale, timeZone, partners },
    actor: { kind: 'partner', id, partner, roles: [...new Set(roles)] } as PortalPerson['actor'],
    viewAs: null,
  }
}
