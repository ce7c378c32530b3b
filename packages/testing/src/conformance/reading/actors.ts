import type { Actor, Assembly, EntityMeta, Scope } from '@tessera/core'

/** Somebody who reads, and the entities it says something about. */
export interface WorldActor {
  readonly actor: Actor
  concerns(entity: EntityMeta): boolean
}

const scopes: readonly Scope[] = ['own', 'team', 'territory', 'all']
const everything = (): boolean => true

/**
 * The same few people with other permissions: none, all in each scope, two sets in which permissions have different scopes,
 * and each permission alone, which is asked of the entities some grant gives it for.
 */
export function staffOf(assembly: Assembly, people: readonly Actor[]): WorldActor[] {
  const names = [...assembly.permissions.keys()]
  const mixed = [0, 2].map((turn) =>
    names.flatMap((name, index): [string, Scope][] => {
      const scope = scopes[(index + turn) % 5]
      return scope ? [[name, scope]] : []
    }),
  )
  let count = 0
  const person = (kind: 'user' | 'service', permissions: readonly [string, Scope][]): Actor => {
    const one = people[count++ % people.length] as Actor & { kind: 'user' }
    return kind === 'user'
      ? { ...one, permissions: new Map(permissions) }
      : { kind, id: one.id, permissions: new Map(permissions) }
  }
  const sets = [[], ...scopes.map((scope): [string, Scope][] => [['*', scope]]), ...mixed]
  return [
    ...sets.map((set) => ({ actor: person('user', set), concerns: everything })),
    ...mixed.slice(0, 1).map((set) => ({ actor: person('service', set), concerns: everything })),
    ...names.map((name) => ({
      actor: person('user', [[name, 'all']]),
      concerns: (entity: EntityMeta) =>
        assembly.grants.some((grant) => grant.entity === entity.name && grant.who.permission === name),
    })),
  ]
}

/** The same person, who may also export: which rows and fields are in it is what is compared. */
export function exportingTo({ permissions }: Assembly, actor: Actor, entity: EntityMeta): Actor {
  const name = `${entity.plugin}:export`
  if (!('permissions' in actor) || !permissions.has(name) || actor.permissions.has('*') || actor.permissions.has(name))
    return actor
  return { ...actor, permissions: new Map([[name, 'all'], ...actor.permissions]) }
}

/** A database role is one for all partners, so its columns are those of whoever has all roles. */
export const widest = (actor: Actor): Actor =>
  actor.kind === 'partner' ? { ...actor, roles: ['admin', 'sales', 'service', 'finance'] } : actor

/** The columns behind fields that outsiders may read; `deleted_at`, which is null to them, is always there. */
export function columnsOf(entity: EntityMeta, fields: ReadonlySet<string>): string[] {
  if (fields.size === 0) return []
  const own = [...entity.fields.values()].flatMap(({ name, columns }) => (fields.has(name) ? columns : []))
  return ['id', 'version', 'created_at', 'updated_at', 'deleted_at', ...own.map(({ name }) => name)]
}
