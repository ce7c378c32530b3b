import type { Permissions, Scope } from '../access/actor.ts'
import { scopeIn } from '../access/actor-facts.ts'

/** What a role grants: permissions with their scopes. */
export type RoleGrants = Readonly<Record<string, Scope>>

/** Scopes from narrow to wide; each includes those before it. */
export const scopes: readonly Scope[] = ['own', 'team', 'territory', 'all']

const reaches = (held: Scope | null, asked: Scope): boolean =>
  held !== null && scopes.indexOf(held) >= scopes.indexOf(asked)

/** The names in `grants` that somebody with these permissions does not hold as widely, and so can not hand to anybody. */
export function beyond(permissions: Permissions, grants: RoleGrants): string[] {
  return Object.entries(grants)
    .filter(([name, scope]) => {
      // What is said of one permission goes before `*`, so `*` hands out the narrower ones more widely than they are held.
      if (name === '*' && [...permissions.values()].some((held) => !reaches(held, scope))) return true
      return !reaches(scopeIn(permissions, name), scope)
    })
    .map(([name]) => name)
}
