import pg from 'pg'
import type { Actor, ActorKind, Permissions, Scope } from './actor.ts'
import { allOf, always, never } from './condition.ts'
import type { Who } from './grant.ts'

/** Lists and ids of an actor that rows are compared with. */
export type ActorKeys = 'id' | 'teams' | 'territories'

/** What a rule asks about the actor, as SQL. */
export interface ActorFacts {
  /** Holds a permission with one of these scopes; with whichever where none is said. */
  holds(permission: string, scopes?: readonly Scope[]): string
  /** The actor's id, teams or territories if one of these scopes is held, else nothing that a row could equal. */
  keys(which: ActorKeys, permission: string, scopes: readonly Scope[]): string | null
  /** Has one of these roles inside the partner. */
  hasRole(roles: readonly string[]): string
}

const quoted = (texts: readonly string[]): string => texts.map((text) => pg.escapeLiteral(text)).join(', ')

/**
 * Facts read from the transaction's settings. Each is a subquery of its own: PostgreSQL runs it once a statement instead of
 * once a row, and expects a plain boolean to hold for half of the rows, a better guess than the 0.5 % of `scope = 'all'`.
 */
export const factsOfTransaction: ActorFacts = {
  holds: (permission, scopes) =>
    `(select tessera.scope(${pg.escapeLiteral(permission)}) ${scopes ? `in (${quoted(scopes)})` : 'is not null'})`,
  keys: (which, permission, scopes) =>
    `(select case when tessera.scope(${pg.escapeLiteral(permission)}) in (${quoted(scopes)}) then tessera.actor_${which}() end)`,
  hasRole: (roles) =>
    `(select ${roles.map((role) => `tessera.actor_has_role(${pg.escapeLiteral(role)})`).join(' or ')})`,
}

/** Facts of a known actor: each is `true` or `false`. */
export function factsOf(actor: Actor): ActorFacts {
  const fact = (known: boolean): string => (known ? always : never)
  const holds = (permission: string, scopes?: readonly Scope[]): boolean => {
    const scope = scopeOf(actor, permission)
    return scope !== null && (scopes === undefined || scopes.includes(scope))
  }
  return {
    holds: (permission, scopes) => fact(holds(permission, scopes)),
    keys: (which, permission, scopes) => (holds(permission, scopes) ? keysOf(actor, which) : null),
    hasRole: (roles) => fact(actor.kind === 'partner' && roles.some((role) => actor.roles.includes(role))),
  }
}

/** Of a list that is not written out PostgreSQL takes ten different keys for granted, which for most people's teams is far too many. */
const mostWrittenOut = 4

function keysOf(actor: Actor, which: ActorKeys): string | null {
  if (which === 'id') return '(select tessera.actor_id())'
  const { length } = actor.kind === 'user' ? actor[which] : []
  if (length === 0) return null
  if (length > mostWrittenOut) return `(select tessera.actor_${which}())`
  return `array[${Array.from({ length }, (_, n) => `(select (tessera.actor_${which}())[${n + 1}])`).join(', ')}]`
}

/** How many different keys PostgreSQL takes for granted where it does not see the list. */
const takenForGranted = 10

/**
 * By how many times PostgreSQL takes the rows of a hint for fewer than they are, in steps of 3 from 1 to 9: of a list that is not written
 * out it reckons with ten keys, where somebody may have hundreds.
 */
export function underestimateOf(actor: Actor, hint: string): 1 | 3 | 9 {
  if (actor.kind !== 'user') return 1
  const unseen = (['teams', 'territories'] as const).filter((which) =>
    hint.includes(`(select tessera.actor_${which}())`),
  )
  return stepOf(Math.max(0, ...unseen.map((which) => actor[which].length)))
}

function stepOf(keys: number): 1 | 3 | 9 {
  const times = keys / takenForGranted
  return times >= 9 ? 9 : times >= 3 ? 3 : 1
}

const profiles = new WeakMap<Actor, string>()

/** The same text for actors who may read the same fields, of whom `AccessPlan.hint` says the same, and `underestimateOf` of it. */
export function profileOf(actor: Actor): string {
  let profile = profiles.get(actor)
  if (profile === undefined) {
    const keys = actor.kind === 'user' ? [actor.teams, actor.territories] : []
    const counts = keys.map(({ length }) => (length > mostWrittenOut ? `many ${stepOf(length)}` : length))
    const permissions = 'permissions' in actor ? [...actor.permissions].sort() : []
    profile = JSON.stringify([actor.kind, permissions, actor.kind === 'partner' ? actor.roles : [], counts])
    profiles.set(actor, profile)
  }
  return profile
}

/** The scope in which an actor holds a permission; null where it does not. What is said of a permission goes before `*`. */
export function scopeOf(actor: Actor, permission: string): Scope | null {
  return 'permissions' in actor ? scopeIn(actor.permissions, permission) : null
}

export const scopeIn = (permissions: Permissions, permission: string): Scope | null =>
  permissions.get(permission) ?? permissions.get('*') ?? null

/** SQL for: the actor, who is of this kind, is one of those a grant is for. */
export function matches(who: Who, kind: ActorKind, facts: ActorFacts): string {
  return allOf([
    asksPermission(who, kind) ? facts.holds(who.permission) : always,
    kind === 'partner' && who.partnerRoles ? facts.hasRole(who.partnerRoles) : always,
  ])
}

/** Only staff and services hold permissions. */
export function asksPermission(who: Who, kind: ActorKind): who is Who & { readonly permission: string } {
  return who.permission !== undefined && (kind === 'user' || kind === 'service')
}

/** Whether an actor is one of those a grant is for. */
export function isFor(who: Who, actor: Actor): boolean {
  return who.kinds.includes(actor.kind) && matches(who, actor.kind, factsOf(actor)) === always
}
