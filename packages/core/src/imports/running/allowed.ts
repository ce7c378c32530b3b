import type { Actor } from '../../access/actor.ts'
import { type Issue, TesseraError } from '../../errors/tessera-error.ts'
import type { EntityMeta } from '../../model/registry.ts'
import type { Crm } from '../../runtime/crm.ts'
import { whoIs } from '../../write/pipeline.ts'
import type { ImportPlan } from '../mapping/check-profile.ts'

/**
 * A plugin that declares the permission `<plugin>:import` or `<plugin>:export` wants staff and services to hold it for moving its
 * rows in bulk, besides the grants on the rows themselves.
 * @throws FORBIDDEN
 */
export function requireBulk(crm: Crm, actor: Actor, entity: EntityMeta, what: 'import' | 'export'): void {
  const name = `${entity.plugin}:${what}`
  if (!('permissions' in actor) || !crm.assembly.permissions.has(name)) return
  if (actor.permissions.has(name) || actor.permissions.has('*')) return
  throw new TesseraError('FORBIDDEN', { who: whoIs(actor), op: what, what: entity.plural })
}

/** Refuses an import that could not write a single row, before it begins. @throws FORBIDDEN, IMPORT_PROFILE */
export function requireImport(crm: Crm, actor: Actor, plan: ImportPlan): void {
  const issues: Issue[] = []
  for (const [index, record] of plan.records.entries()) {
    requireBulk(crm, actor, record.entity, 'import')
    if (actor.kind === 'system') continue
    for (const operation of record.mode === 'upsert' ? (['create', 'update'] as const) : [record.mode]) {
      if (!crm.access.may(actor, record.entity, operation)) {
        throw new TesseraError('FORBIDDEN', { who: whoIs(actor), op: operation, what: record.entity.plural })
      }
      const writable = crm.access.writableFields(actor, record.entity, operation)
      for (const { field, source } of record.fields) {
        if (writable.has(field.name) || (operation === 'update' && source.createOnly)) continue
        const path = ['records', index, 'fields', field.name]
        if (!issues.some((known) => known.path.join() === path.join()))
          issues.push({ path, code: 'NOT_WRITABLE', message: `${whoIs(actor)} may not ${operation} «${field.name}»` })
      }
    }
  }
  if (issues.length > 0) throw new TesseraError('IMPORT_PROFILE', {}, { issues })
}
