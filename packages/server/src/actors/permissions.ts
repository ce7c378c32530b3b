import type { Permissions, Scope } from '@tessera/core'

const width: Readonly<Record<Scope, number>> = { own: 0, team: 1, territory: 2, all: 3 }

/**
 * What somebody with several roles may do: every permission of any role, with the widest scope that one of them gives it.
 * Values that are no scope are left out, so that a misspelt role grants nothing.
 */
export function joinGrants(grants: readonly Readonly<Record<string, unknown>>[]): Permissions {
  const joined = new Map<string, Scope>()
  for (const role of grants) {
    for (const [permission, scope] of Object.entries(role)) {
      if (!isScope(scope)) continue
      const known = joined.get(permission)
      if (known === undefined || width[scope] > width[known]) joined.set(permission, scope)
    }
  }
  return joined
}

const isScope = (value: unknown): value is Scope => typeof value === 'string' && Object.hasOwn(width, value)
