import type { Statement } from '../database/database.ts'
import { issue } from '../errors/issues.ts'
import type { Issue } from '../errors/tessera-error.ts'
import { tableOf } from '../model/record.ts'
import type { EntityMeta, FieldMeta } from '../model/registry.ts'
import type { Draft } from './draft.ts'

/** What has to be looked up before rows may refer to others. */
export interface ReferenceCheck {
  readonly target: EntityMeta
  readonly statement: Statement
}

const idsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? (value as string[]) : []

const refFields = (entity: EntityMeta): FieldMeta[] =>
  [...entity.fields.values()].filter((field) => field.target !== null)

function* references(
  entity: EntityMeta,
  drafts: readonly Draft[],
): Generator<{ draft: Draft; field: FieldMeta; id: string }> {
  for (const field of refFields(entity)) {
    for (const draft of drafts)
      if (draft.changed.has(field.name)) for (const id of idsOf(draft.patch[field.name])) yield { draft, field, id }
  }
}

/** One look-up for each entity that changed refs lead to. */
export function referenceChecks(entity: EntityMeta, drafts: readonly Draft[]): ReferenceCheck[] {
  const wanted = new Map<EntityMeta, Set<string>>()
  for (const { field, id } of references(entity, drafts)) {
    const target = field.target as EntityMeta
    wanted.set(target, (wanted.get(target) ?? new Set()).add(id))
  }
  return [...wanted].map(([target, ids]) => ({
    target,
    statement: {
      text: `select id from ${tableOf(target)} where id = any($1::uuid[]) and deleted_at is null`,
      values: [[...ids]],
    },
  }))
}

/** Refs that lead nowhere. `given` ones were asked for by the caller, who must be able to see the target; others by code. */
export function unknownReferences(
  entity: EntityMeta,
  drafts: readonly Draft[],
  found: ReadonlyMap<EntityMeta, { readonly seen: ReadonlySet<string>; readonly existing: ReadonlySet<string> }>,
): Issue[] {
  const issues: Issue[] = []
  for (const { draft, field, id } of references(entity, drafts)) {
    const target = field.target as EntityMeta
    // A new row may lead to another row of the same write.
    if (target === entity && drafts.some((other) => other.id === id)) continue
    const known = draft.given.has(field.name) ? found.get(target)?.seen : found.get(target)?.existing
    if (!known?.has(id))
      issues.push(issue([...draft.path, field.name], 'UNKNOWN_REFERENCE', { entity: target.name, id }))
  }
  return issues
}
