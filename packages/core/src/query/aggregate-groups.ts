import type { EntityMeta } from '../model/registry.ts'
import { spans } from './aggregate-selection.ts'
import { encodeText } from './encode.ts'
import type { QueryField } from './query-field.ts'
import type { ReadScope } from './scope.ts'
import { InvalidValue, type Path, refuse, type Source } from './sql-writer.ts'

/** A value that rows are grouped by. */
export interface Group {
  readonly field: QueryField
  readonly sql: string
  /** Its column in the grouped rows. */
  readonly column: string
}

/** Whether rows can be grouped by a field. */
export const canGroup = ({ kind }: Pick<QueryField, 'kind'>): boolean =>
  !['json', 'money', 'geo', 'refs'].includes(kind)

/** Reads `groupBy: [{ field: 'stage' }, { field: 'closeDate', by: 'month' }]`. */
export function readGroups(scope: ReadScope, entity: EntityMeta, row: Source, groupBy: unknown, path: Path): Group[] {
  const list = asList(groupBy, path)
  const seen = new Set<string>()
  return list.map((item, index): Group => {
    const here = [...path, index]
    const { field: name, by, timeZone } = item as { field?: unknown; by?: unknown; timeZone?: unknown }
    const field = scope.field(entity, String(name), [...here, 'field'])
    if (!canGroup(field))
      refuse([...here, 'field'], 'UNKNOWN_FIELD', { known: 'fields that have one comparable value' })
    if (seen.size === seen.add(field.name).size) refuse([...here, 'field'], 'GROUPED_TWICE')
    return { field, column: `k${index}`, sql: groupSql(scope, field, row, by, timeZone, here) }
  })
}

/** At most so many fields to group by, or to order groups by. */
const mostKeys = 8

/** A list argument that may also be given as one item. */
export function asList(value: unknown, path: Path): readonly object[] {
  const list = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
  if (list.length > mostKeys) refuse(path, 'TOO_LARGE', { max: `${mostKeys} fields`, got: list.length })
  for (const item of list)
    if (typeof item !== 'object' || item === null) refuse(path, 'TYPE', { expected: 'objects', got: String(item) })
  return list
}

function groupSql(
  scope: ReadScope,
  field: QueryField,
  row: Source,
  by: unknown,
  timeZone: unknown,
  path: Path,
): string {
  const column = row.column(field.columns[0]?.name ?? '')
  if (by === undefined || by === null) return column
  const span = spans.find((known) => known === by)
  if (!span || (field.kind !== 'date' && field.kind !== 'instant')) {
    return refuse([...path, 'by'], 'NOT_ONE_OF', { values: `${spans.join(', ')} (of a day or an instant)`, got: by })
  }
  if (field.kind === 'date') return `date_trunc('${span}', ${column}::timestamp)::date`
  return `date_trunc('${span}', ${column}, ${scope.sql.bind(timeZone ?? 'UTC', encodeTimeZone, 'text', [...path, 'timeZone'])})`
}

function encodeTimeZone(raw: unknown): string {
  const zone = encodeText(raw)
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    throw new InvalidValue('NOT_ONE_OF', { values: 'the IANA time zones', got: zone })
  }
}
