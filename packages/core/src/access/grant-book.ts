import type { EntityMeta, Registry } from '../model/registry.ts'
import type { Assembly, InstalledGrant } from '../plugin/assembly.ts'
import type { ActorKind } from './actor.ts'
import type { Operation } from './grant.ts'

/** All grants, looked up by entity, operation and kind of actor. */
export interface GrantBook {
  readonly registry: Registry
  /** Grants that give rows: those of the entity's own plugin. */
  granting(entity: EntityMeta, operation: Operation, kind: ActorKind): readonly InstalledGrant[]
  /** Grants of other plugins, which add their own fields to rows that are seen anyway. */
  adding(entity: EntityMeta, operation: Operation, kind: ActorKind): readonly InstalledGrant[]
  narrowing(entity: EntityMeta, operation: Operation, kind: ActorKind): readonly InstalledGrant[]
}

/** Kinds of actor whose rows are limited. `system` sees and writes everything. */
export const limitedKinds = ['user', 'partner', 'customer', 'service'] as const satisfies readonly ActorKind[]

/** Kinds to whom the database itself shows only the fields that are granted. */
export const outsideKinds: ReadonlySet<ActorKind> = new Set(['partner', 'customer'])

export function grantBook({ registry, grants }: Pick<Assembly, 'registry' | 'grants'>): GrantBook {
  const index = new Map<string, InstalledGrant[]>()
  for (const grant of grants) {
    const use =
      grant.type === 'narrow' ? 'narrow' : registry.entity(grant.entity).plugin === grant.plugin ? 'grant' : 'add'
    for (const operation of new Set(grant.operations)) {
      for (const kind of new Set(grant.who.kinds)) {
        const key = `${use}.${grant.entity}.${operation}.${kind}`
        const list = index.get(key)
        if (list) list.push(grant)
        else index.set(key, [grant])
      }
    }
  }
  const lookUp =
    (use: string) =>
    (entity: EntityMeta, operation: Operation, kind: ActorKind): readonly InstalledGrant[] =>
      index.get(`${use}.${entity.name}.${operation}.${kind}`) ?? []
  return { registry, granting: lookUp('grant'), adding: lookUp('add'), narrowing: lookUp('narrow') }
}
