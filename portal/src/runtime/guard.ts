import type { PortalGuard, PortalKind } from '@tessera/core'

/** What a guard asks of somebody. */
export interface Guarded {
  readonly kind: PortalKind
  readonly roles: readonly string[]
  may(permission: string): boolean
}

/** Whether somebody is let in, by the rules of `PortalGuard`. */
export function letsIn({ permission, roles, kinds }: PortalGuard, person: Guarded | null): boolean {
  if (!person) return false
  const named: PortalKind[] = [...(permission ? ['user' as const] : []), ...(roles ? ['partner' as const] : [])]
  const admitted = kinds ?? (named.length > 0 ? named : ['user', 'partner'])
  if (!admitted.includes(person.kind)) return false
  if (person.kind === 'user') return permission === undefined || person.may(permission)
  if (person.kind === 'partner') return roles === undefined || roles.some((role) => person.roles.includes(role))
  return true
}
