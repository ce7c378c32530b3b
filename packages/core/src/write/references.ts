import type { Actor } from '../access/actor.ts'
import type { Statement } from '../database/database.ts'
import { issue } from '../errors/issues.ts'
import type { Issue } from '../errors/tessera-error.ts'
import { tableOf } from '../model/record.ts'
import type { EntityMeta, FieldMeta, Registry } from '../model/registry.ts'
import type { Rows, Unit } from '../runtime/unit.ts'
import type { Draft } from './draft.ts'

/** What has to be looked up before rows may refer to others. */
export interface ReferenceCheck {
  readonly target: EntityMeta
  /** Whether the caller gave some of the refs: those it must be able to see. */
  readonly given: boolean
  /** Whether code gave some of them: those have to exist. */
  readonly byCode: boolean
  readonly statement: Statement
}

const idsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? (value as string[]) : []

/** What a field leads to: a ref's target, and for a file the row that knows it, which only who handed the file in can see. */
const targetOf = (field: FieldMeta, registry: Registry): EntityMeta | null =>
  field.definition.kind === 'file' ? registry.entity('storedFile') : field.target

/** Which refs a check is about: those the caller gave, or all. */
export type Asked = 'given' | 'all'

function* references(
  entity: EntityMeta,
  drafts: readonly Draft[],
  registry: Registry,
  asked: Asked = 'all',
): Generator<{ draft: Draft; field: FieldMeta; target: EntityMeta; id: string }> {
  for (const field of entity.fields.values()) {
    const target = targetOf(field, registry)
    if (target === null) continue
    for (const draft of drafts)
      if (draft.changed.has(field.name) && (asked === 'all' || draft.given.has(field.name)))
        for (const id of idsOf(draft.patch[field.name])) yield { draft, field, target, id }
  }
}

/** One look-up for each entity that changed refs lead to. */
export function referenceChecks(
  entity: EntityMeta,
  drafts: readonly Draft[],
  registry: Registry,
  asked: Asked = 'all',
): ReferenceCheck[] {
  const wanted = new Map<EntityMeta, { ids: Set<string>; given: boolean; byCode: boolean }>()
  for (const { draft, field, target, id } of references(entity, drafts, registry, asked)) {
    const known = wanted.get(target) ?? { ids: new Set<string>(), given: false, byCode: false }
    wanted.set(target, known)
    known.ids.add(id)
    if (draft.given.has(field.name)) known.given = true
    else known.byCode = true
  }
  return [...wanted].map(([target, { ids, given, byCode }]) => ({
    target,
    given,
    byCode,
    statement: {
      text: `select id from ${tableOf(target)} where id = any($1::uuid[]) and deleted_at is null`,
      values: [[...ids]],
    },
  }))
}

/** What was found of each entity: what the actor sees, and what there is. */
export type Found = ReadonlyMap<
  EntityMeta,
  { readonly seen: ReadonlySet<string>; readonly existing: ReadonlySet<string> }
>

/** Makes the look-ups, each no more often than it is needed. `readable` says whether the actor may read any rows of an entity. */
export async function lookUp(
  unit: Unit,
  actor: Actor,
  checks: readonly ReferenceCheck[],
  readable: (target: EntityMeta) => boolean,
): Promise<Found> {
  const look = async (wanted: boolean, ask: () => Promise<Rows<{ id: string }>>): Promise<Set<string>> =>
    new Set(wanted ? (await ask()).rows.map(({ id }) => id) : [])
  // The system sees what exists: for it one look-up answers both.
  const all = actor.kind === 'system'
  return new Map(
    await Promise.all(
      checks.map(async ({ target, given, byCode, statement }) => {
        const [seen, existing] = await Promise.all([
          look(all || (given && readable(target)), () => unit.query(actor, statement)),
          look(!all && byCode, () => unit.write(actor, statement)),
        ])
        return [target, { seen, existing: all ? seen : existing }] as const
      }),
    ),
  )
}

/** Refs that lead nowhere. `given` ones were asked for by the caller, who must be able to see the target; others by code. */
export function unknownReferences(
  entity: EntityMeta,
  drafts: readonly Draft[],
  registry: Registry,
  found: Found,
  asked: Asked = 'all',
): Issue[] {
  const issues: Issue[] = []
  for (const { draft, field, target, id } of references(entity, drafts, registry, asked)) {
    // A new row may lead to another row of the same write.
    if (target === entity && drafts.some((other) => other.id === id)) continue
    const known = draft.given.has(field.name) ? found.get(target)?.seen : found.get(target)?.existing
    if (!known?.has(id))
      issues.push(issue([...draft.path, field.name], 'UNKNOWN_REFERENCE', { entity: target.name, id }))
  }
  return issues
}
