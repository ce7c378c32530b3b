import { TesseraError } from '../errors/tessera-error.ts'
import type { AnyModel } from '../model/model.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { Assembly, InstalledGrant } from '../plugin/assembly.ts'
import { asksPermission } from './actor-facts.ts'
import { checkCycles } from './check-cycles.ts'
import { checkRule } from './check-rule.ts'
import { grantBook, outsideKinds } from './grant-book.ts'
import { fieldUnknown, unusable } from './refusals.ts'

/** What of an assembly access is compiled from. */
export type AccessParts = Pick<Assembly, 'registry' | 'grants' | 'plugins' | 'permissions'>

/**
 * Refuses grants that could not be compiled, would fail in the database, or can never do what their author meant.
 * @throws ENTITY_UNKNOWN, ACCESS_FOREIGN, ACCESS_FIELDS_REQUIRED, FIELD_UNKNOWN, PERMISSION_UNKNOWN, ACCESS_RULE
 */
export function checkGrants(parts: AccessParts): void {
  const { registry, grants } = parts
  for (const { entity, plugin } of grants) {
    if (!registry.entities.has(entity)) throw new TesseraError('ENTITY_UNKNOWN', { plugin, entity, where: '`access`' })
  }
  for (const entity of registry.entities.values()) checkVisibility(entity)
  const book = grantBook(parts)
  for (const grant of grants) {
    const entity = registry.entity(grant.entity)
    checkWho(grant, parts)
    if (grant.type === 'allow') {
      checkOwner(grant, entity)
      checkFields(grant, entity)
    }
    if (grant.where) checkRule(grant, grant.where, book, seenModels(grant.plugin, parts))
  }
  checkCycles(book)
}

const visibilityTargets: Readonly<Record<string, string>> = { owner: 'user', team: 'team', territory: 'territory' }

function checkVisibility(entity: EntityMeta): void {
  for (const [part, name] of Object.entries(entity.visibility)) {
    const field = entity.fields.get(name)
    const wanted = visibilityTargets[part] ?? field?.target?.name
    if (field?.definition.kind === 'ref' && field.target?.name === wanted) continue
    throw new TesseraError('ACCESS_RULE', {
      plugin: entity.plugin,
      op: '`visibility`',
      entity: entity.name,
      why: `its ${part}, «${name}», is not a ref to ${wanted ?? 'an entity'}`,
    })
  }
}

function checkWho(grant: InstalledGrant, { permissions, registry }: AccessParts): void {
  const { kinds, permission, partnerRoles } = grant.who
  if (kinds.length === 0 || grant.operations.length === 0) throw unusable(grant, 'it names nobody, or nothing to do')
  if (permission !== undefined && !permissions.has(permission)) {
    throw new TesseraError('PERMISSION_UNKNOWN', {
      plugin: grant.plugin,
      permission,
      where: `access of plugin ${grant.plugin}`,
      known: [...permissions.keys()].join(', '),
    })
  }
  const without = permission === undefined ? undefined : kinds.find((kind) => !asksPermission(grant.who, kind))
  if (without)
    throw unusable(
      grant,
      `only staff and services hold permissions, a ${without} has none; write a grant of its own for it`,
    )
  if (!partnerRoles) return
  if (kinds.some((kind) => kind !== 'partner')) throw unusable(grant, 'only partners have roles inside a partner')
  const known = registry.entities.get('partnerMember')?.fields.get('role')?.definition.values ?? []
  const unknown = partnerRoles.find((role) => !known.includes(role))
  if (unknown) throw unusable(grant, `«${unknown}» is no role inside a partner; known are ${known.join(', ')}`)
}

/** Somebody else's entity can be narrowed, and its rows can be given the fields that the plugin itself added to them. */
function checkOwner(grant: InstalledGrant, entity: EntityMeta): void {
  if (entity.plugin === grant.plugin) return
  const named = Array.isArray(grant.fields) ? (grant.fields as readonly string[]) : []
  const ownOrUnknown = (name: string): boolean => (entity.fields.get(name)?.plugin ?? grant.plugin) === grant.plugin
  const onlyOwn = grant.fields === 'all' || (named.length > 0 && named.every(ownOrUnknown))
  if (onlyOwn && !grant.where && !grant.operations.includes('delete')) return
  throw new TesseraError('ACCESS_FOREIGN', {
    plugin: grant.plugin,
    op: grant.operations.join(', '),
    entity: entity.name,
    owner: entity.plugin,
  })
}

function checkFields(grant: InstalledGrant, entity: EntityMeta): void {
  const outside = grant.who.kinds.find((kind) => outsideKinds.has(kind))
  const operation = grant.operations.find((name) => name !== 'delete')
  if (outside && operation && grant.fields === null) {
    throw new TesseraError('ACCESS_FIELDS_REQUIRED', {
      plugin: grant.plugin,
      who: `${outside}s`,
      op: operation,
      entity: entity.name,
    })
  }
  // An entity's own plugin does not see what others add to it, so it can not grant that.
  const known = [...entity.fields.values()].filter((field) => field.plugin === grant.plugin).map((field) => field.name)
  const check = (names: readonly string[], where: string): void => {
    const unknown = names.find((name) => !known.includes(name))
    if (unknown) throw fieldUnknown(grant.plugin, entity, unknown, where, known)
  }
  if (Array.isArray(grant.fields)) check(grant.fields as readonly string[], '`fields` of a grant')
  check(grant.except, '`except` of a grant')
}

/** The models a plugin sees: its own and what that needs, however far down. */
function seenModels(plugin: string, { plugins }: AccessParts): ReadonlySet<string> {
  const seen = new Set([plugin])
  const addNeeds = (model: AnyModel): void => {
    for (const needed of model.needs) {
      if (seen.has(needed.modelName)) continue
      seen.add(needed.modelName)
      addNeeds(needed)
    }
  }
  const own = plugins.find((installed) => installed.name === plugin)
  if (own) addNeeds(own.model)
  return seen
}
