import { TesseraError } from '../errors/tessera-error.ts'
import { type EntityMeta, systemFieldNames } from '../model/registry.ts'
import type { InstalledGrant } from '../plugin/assembly.ts'

/** Says why a grant can not be used. */
export function unusable(grant: InstalledGrant, why: string): TesseraError {
  return new TesseraError('ACCESS_RULE', {
    plugin: grant.plugin,
    op: grant.operations.join(', '),
    entity: grant.entity,
    why,
  })
}

export function fieldUnknown(
  plugin: string,
  entity: EntityMeta,
  field: string,
  where: string,
  known: readonly string[],
): TesseraError {
  return new TesseraError('FIELD_UNKNOWN', { entity: entity.name, field, where, plugin, known: known.join(', ') })
}

/** Fields that a plugin sees on an entity: the owner's, its own, those of the models it needs, and those that every row has. */
export function seenFields(entity: EntityMeta, sees: ReadonlySet<string>): string[] {
  const declared = [...entity.fields.values()].filter((field) => sees.has(field.plugin))
  return [...declared.map((field) => field.name), ...systemFieldNames]
}
