import type { PortalKind, PortalPerson } from '@tessera/core'
import type { Guarded } from './guard.ts'

/** Who is signed in. */
export interface PortalVisitor extends Guarded {
  readonly id: string
  readonly name: string
  readonly email: string
  /** `user` is somebody of the company's staff. */
  readonly kind: PortalKind
  /** Roles inside the partner; none for others. */
  readonly roles: readonly string[]
  /** The partner this person acts for now. */
  readonly partner: { readonly id: string; readonly name: string } | null
  /** All partners this person works for. */
  readonly partners: readonly { readonly id: string; readonly name: string }[]
  readonly timeZone: string
  /** Somebody of the staff who looks at the portal as this person, and may change nothing. */
  readonly viewedBy: {
    readonly name: string
    readonly locale: string
    readonly timeZone: string
    readonly until: Date
  } | null
  /** Whether this person, of the staff, holds a permission. */
  may(permission: string): boolean
}

export function visitorOf(person: PortalPerson): PortalVisitor | null {
  const { actor, id, name, email, partners, timeZone, viewAs } = person
  if (actor.kind !== 'user' && actor.kind !== 'partner' && actor.kind !== 'customer') return null
  const permissions = actor.kind === 'user' ? actor.permissions : new Map<string, string>()
  return {
    id,
    name,
    email,
    kind: actor.kind,
    roles: actor.kind === 'partner' ? actor.roles : [],
    partner: (actor.kind === 'partner' && partners.find((one) => one.id === actor.partner)) || null,
    partners,
    timeZone,
    viewedBy: viewAs && { ...viewAs.by, until: viewAs.until },
    may: (permission) => permissions.has('*') || permissions.has(permission),
  }
}
