import { type Actor, type AnyRow, type EntityMeta, readableFieldNames, readableRows } from '@tessera/core'
import type { TestCrm } from '../../create-test-crm.ts'
import type { World } from './world.ts'

/** What one actor should see, as the naive oracle has it: row by row from the grants, no database, no SQL. */
export class OracleView {
  readonly actor: Actor
  readonly #t: TestCrm
  readonly #data: World['data']
  readonly #visible = new Map<string, ReadonlySet<string>>()
  readonly #fields = new Map<string, ReadonlySet<string>>()

  constructor(t: TestCrm, data: World['data'], actor: Actor) {
    this.#t = t
    this.#data = data
    this.actor = actor
  }

  rows(entity: EntityMeta): readonly AnyRow[] {
    return this.#data.get(entity.name) ?? []
  }

  alive(entity: EntityMeta): readonly AnyRow[] {
    return this.rows(entity).filter((row) => row.deletedAt === null)
  }

  /** Ids of the rows outside the recycle bin that the actor may see. */
  visible(entity: EntityMeta): ReadonlySet<string> {
    const known = this.#visible.get(entity.name)
    if (known) return known
    const readable = readableRows(this.#t.crm.assembly, this.#data, this.actor, entity.name)
    const visible = new Set(
      this.fields(entity).size === 0 ? [] : this.alive(entity).flatMap(({ id }) => (readable.has(id) ? [id] : [])),
    )
    this.#visible.set(entity.name, visible)
    return visible
  }

  visibleRows(entity: EntityMeta): readonly AnyRow[] {
    const visible = this.visible(entity)
    return this.alive(entity).filter(({ id }) => visible.has(id))
  }

  /** Names of fields, those of every row included, that the actor may read. */
  fields(entity: EntityMeta): ReadonlySet<string> {
    const known = this.#fields.get(entity.name) ?? readableFieldNames(this.#t.crm.assembly, this.actor, entity.name)
    this.#fields.set(entity.name, known)
    return known
  }

  /** Texts that the search looks into for this actor: the entity's search words if it may read them, else each searchable field. */
  searched(entity: EntityMeta, row: AnyRow): string[] {
    const readable = entity.searchFields.filter(({ name }) => this.fields(entity).has(name))
    const words = readable.filter(({ definition }) => definition.words)
    return (words.length > 0 ? words : readable).flatMap(({ name }) =>
      typeof row[name] === 'string' ? [row[name].toLowerCase()] : [],
    )
  }

  /** The word of three letters or more that most rows have in what is searched. */
  commonWord(entity: EntityMeta): string | null {
    if (entity.searchFields.length === 0) return null
    const counts = new Map<string, number>()
    for (const row of this.alive(entity)) {
      const texts = entity.searchFields.map(({ name }) => String(row[name] ?? '').toLowerCase())
      for (const word of new Set(texts.join(' ').match(/[a-z]{3,}/g) ?? []))
        counts.set(word, (counts.get(word) ?? 0) + 1)
    }
    return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null
  }
}
