import type { EntityMeta, FieldMeta, Inverse } from '@tessera/core'
import type { OracleView } from './oracle-view.ts'

/** What is asked of an entity, the same on every path and of the oracle. Names nothing that the actor would be refused as a whole. */
export interface Question {
  readonly entity: EntityMeta
  /** Rows asked for one by one: one that may be seen, and one that may not. */
  readonly ids: readonly string[]
  /** Refs, to one row or many, and lists of rows that refer to this one. */
  readonly refs: readonly FieldMeta[]
  readonly lists: readonly Inverse[]
  /** A word that is looked for; null where the entity can not be searched. */
  readonly word: string | null
  /** What rows are counted by. */
  readonly group: FieldMeta | null
}

export function questionFor(view: OracleView, entity: EntityMeta): Question {
  const fields = view.fields(entity)
  const visible = view.visible(entity)
  // The recycle bin's rows come last: they stand in only where nothing else is hidden.
  const hidden = [...view.alive(entity), ...view.rows(entity)].flatMap(({ id }) => (visible.has(id) ? [] : [id]))
  const isAskable = (target: EntityMeta | null): boolean => target !== null && view.fields(target).size > 0
  const shown = [...entity.fields.values()].filter(({ name }) => fields.has(name))
  return {
    entity,
    ids: [...visible].slice(0, 1).concat(hidden.slice(0, 1)),
    refs: shown.filter(
      ({ definition, target }) => (definition.kind === 'ref' || definition.kind === 'refs') && isAskable(target),
    ),
    lists:
      fields.size === 0
        ? []
        : [...entity.inverses.values()].filter(({ from, field }) => view.fields(from).has(field.name)),
    word: view.commonWord(entity),
    group: shown.find(({ definition }) => definition.kind === 'enum' || definition.kind === 'bool') ?? null,
  }
}
