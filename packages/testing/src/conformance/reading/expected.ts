import type { EntityMeta } from '@tessera/core'
import type { OwnReadPath } from '../options.ts'
import type { OracleView } from './oracle-view.ts'
import type { Question } from './question.ts'

/** What a path shows, as texts: ids, names of fields, pairs `<id> <field> <other id>`, counts. By the path’s name. */
export type Shown = Map<string, readonly string[]>

/** What every path should show to the actor of a view. `exporting` is the view of whoever exports. */
export function expected(
  view: OracleView,
  exporting: OracleView,
  { entity, ids, refs, lists, word, group }: Question,
): Shown {
  const rows = view.visibleRows(entity)
  const visible = [...view.visible(entity)]
  const fields = view.fields(entity)
  const count = fields.size === 0 ? [] : [String(rows.length)]
  const exported = exporting.visibleRows(entity)
  return new Map([
    ['ctx.list', visible],
    ['fields of ctx.list', rows.length === 0 ? [] : [...fields]],
    ['ctx.find', ids.filter((id) => visible.includes(id))],
    ['ctx.db', visible],
    ['export', exported.map(({ id }) => id)],
    ['columns of export', exported.length === 0 ? [] : ['id', ...exportedFields(exporting, entity)]],
    ['GraphQL list', visible],
    ['GraphQL totalCount', count],
    ['GraphQL aggregate', count],
    ['GraphQL groups', group ? groupsOf(rows.map((row) => row[group.name])) : []],
    ['GraphQL by id', ids.filter((id) => visible.includes(id))],
    ['GraphQL node', ids.filter((id) => visible.includes(id))],
    [
      'GraphQL nested',
      rows.flatMap((row) => [
        ...refs.flatMap(({ name, target }) =>
          asList(row[name]).flatMap((id) =>
            target && view.visible(target).has(id) ? [`${row.id} ${name} ${id}`] : [],
          ),
        ),
        ...lists.flatMap(({ name, from, field }) =>
          view
            .visibleRows(from)
            .flatMap((other) => (asList(other[field.name]).includes(row.id) ? [`${row.id} ${name} ${other.id}`] : [])),
        ),
      ]),
    ],
    [
      'GraphQL search',
      word === null
        ? []
        : rows.filter((row) => view.searched(entity, row).some((text) => text.includes(word))).map(({ id }) => id),
    ],
  ])
}

/** What a plugin’s own path should show. */
export const expectedOf = (view: OracleView, path: OwnReadPath, entity: EntityMeta): readonly string[] =>
  view.visibleRows(entity).flatMap((row) => ((path.meantFor?.(row, entity.name) ?? true) ? [row.id] : []))

const asList = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? [value] : []

const exportedFields = (view: OracleView, entity: EntityMeta): string[] =>
  [...entity.fields.values()].flatMap(({ name, definition }) =>
    view.fields(entity).has(name) && !definition.words ? [name] : [],
  )

/** `<value> <how many>` for each value. */
export function groupsOf(values: readonly unknown[]): string[] {
  return [...Map.groupBy(values, String)].map(([value, same]) => `${value} ${same.length}`)
}
