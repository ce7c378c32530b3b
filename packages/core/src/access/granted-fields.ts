import type { EntityMeta } from '../model/registry.ts'
import { systemFieldNames } from '../model/registry.ts'
import type { InstalledGrant } from '../plugin/assembly.ts'
import type { Actor, ActorKind } from './actor.ts'
import { isFor } from './actor-facts.ts'
import { type GrantBook, outsideKinds } from './grant-book.ts'

/** Fields that come with any grant to read a row. */
export const alwaysReadable: readonly string[] = ['id', 'version', 'createdAt', 'updatedAt']

/**
 * The fields one grant gives to actors of a kind. For staff and services, saying nothing means every field. For partners and
 * customers `'all'` means every field that the granting plugin itself declares: a plugin installed later must not publish its
 * fields through a grant that never heard of them.
 */
export function fieldsOfGrant(grant: InstalledGrant, entity: EntityMeta, kind: ActorKind): string[] {
  const { fields } = grant
  const given = Array.isArray(fields)
    ? fields
    : [...entity.fields.keys()].filter((name) => coveredByAll(grant, entity, kind, name))
  return given.filter((name) => !grant.except.includes(name))
}

function coveredByAll(grant: InstalledGrant, entity: EntityMeta, kind: ActorKind, name: string): boolean {
  const own = entity.fields.get(name)?.plugin === grant.plugin
  if (outsideKinds.has(kind)) return grant.fields === 'all' && own
  return own || entity.plugin === grant.plugin
}

/** The fields that some actor of a kind may read: what the database's column privileges follow. Empty where no rows are granted. */
export function fieldsOfKind(book: GrantBook, entity: EntityMeta, kind: ActorKind): Set<string> {
  const rows = book.granting(entity, 'read', kind)
  if (rows.length === 0) return new Set()
  const grants = [...rows, ...book.adding(entity, 'read', kind)]
  return new Set([...alwaysReadable, ...grants.flatMap((grant) => fieldsOfGrant(grant, entity, kind))])
}

/** See `AccessPlan.readableFields`. */
export function readableFields(book: GrantBook, actor: Actor, entity: EntityMeta): Set<string> {
  const all = [...systemFieldNames, ...entity.fields.keys()]
  if (actor.kind === 'system') return new Set(all)
  const fields = fieldsFor(book, actor, entity, 'read')
  if (!fields) return new Set()
  return new Set([...(outsideKinds.has(actor.kind) ? alwaysReadable : systemFieldNames), ...fields])
}

/**
 * See `AccessPlan.writableFields`. Those to whom a grant gives every field may also give a new row its `id`, and any row its
 * `externalKeys`.
 */
export function writableFields(
  book: GrantBook,
  actor: Actor,
  entity: EntityMeta,
  operation: 'create' | 'update',
): Set<string> {
  const given = actor.kind === 'system' ? new Set(entity.fields.keys()) : fieldsFor(book, actor, entity, operation)
  if (!given) return new Set()
  const whole =
    actor.kind === 'system' ||
    (!outsideKinds.has(actor.kind) && [...entity.fields.keys()].every((name) => given.has(name)))
  const writable = [...given].filter((name) => entity.fields.get(name)?.definition.readonly === false)
  return new Set([...writable, ...(whole ? ['externalKeys'] : []), ...(whole && operation === 'create' ? ['id'] : [])])
}

/** The union over the grants that are for this actor; null where none of them gives rows. */
function fieldsFor(
  book: GrantBook,
  actor: Actor,
  entity: EntityMeta,
  operation: 'read' | 'create' | 'update',
): Set<string> | null {
  const mine = (grants: readonly InstalledGrant[]): InstalledGrant[] =>
    grants.filter((grant) => isFor(grant.who, actor))
  const rows = mine(book.granting(entity, operation, actor.kind))
  if (rows.length === 0) return null
  const grants = [...rows, ...mine(book.adding(entity, operation, actor.kind))]
  return new Set(grants.flatMap((grant) => fieldsOfGrant(grant, entity, actor.kind)))
}
