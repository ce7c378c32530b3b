import { quote, tableOf } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import { comparedType, type QueryField } from './query-field.ts'
import type { ReadScope } from './scope.ts'
import { type Path, refuse, Source } from './sql-writer.ts'

/** One value rows are sorted by. Missing values come last ascending and first descending, as PostgreSQL's indexes have it. */
export interface OrderKey {
  /** SQL over a source of the entity's rows. */
  readonly sql: (source: Source) => string
  readonly type: string
  readonly descending: boolean
  readonly nullable: boolean
  /** What stands for the key in a cursor, so that a cursor of another order is noticed. */
  readonly name: string
}

/** Kinds that sort as one value. */
const sortable: ReadonlySet<string> = new Set(['text', 'enum', 'id', 'int', 'decimal', 'bool', 'date', 'instant'])

/** Whether rows can be sorted by a field: everything but JSON, places and lists. A ref sorts by a field of its target. */
export const isSortable = ({ kind }: Pick<QueryField, 'kind'>): boolean =>
  sortable.has(kind) || kind === 'money' || kind === 'ref'

/** At most so many keys: each makes paging's condition longer. */
const mostKeys = 8

/**
 * The keys of `orderBy: [{ name: 'asc' }, { account: { name: 'desc' } }]`, with the id as the last, so that the order is total.
 * Money sorts by currency first: amounts of two currencies have no order.
 */
export function orderKeys(scope: ReadScope, entity: EntityMeta, orderBy: unknown, path: Path): OrderKey[] {
  const list = orderBy === undefined || orderBy === null ? [] : Array.isArray(orderBy) ? orderBy : [orderBy]
  const keys: OrderKey[] = []
  for (const [index, item] of list.entries()) {
    if (typeof item !== 'object' || item === null)
      refuse([...path, index], 'TYPE', { expected: 'an object', got: typeof item })
    for (const [name, direction] of Object.entries(item as object)) {
      if (direction === undefined || direction === null) continue
      keys.push(...fieldKeys(scope, entity, name, direction, [...path, index, name]))
    }
  }
  if (keys.length > mostKeys) refuse(path, 'TOO_LARGE', { max: `${mostKeys} keys`, got: keys.length })
  if (keys.some((key) => key.name.startsWith('id:')))
    return keys.slice(0, keys.findIndex((key) => key.name.startsWith('id:')) + 1)
  const descending = keys.at(-1)?.descending ?? false
  return [
    ...keys,
    {
      sql: (source) => source.column('id'),
      type: 'uuid',
      descending,
      nullable: false,
      name: descending ? 'id:desc' : 'id:asc',
    },
  ]
}

function fieldKeys(scope: ReadScope, entity: EntityMeta, name: string, direction: unknown, path: Path): OrderKey[] {
  const field = scope.field(entity, name, path)
  if (field.kind === 'ref' && typeof direction === 'object') return targetKeys(scope, field, direction as object, path)
  if (direction !== 'asc' && direction !== 'desc') refuse(path, 'NOT_ONE_OF', { values: 'asc, desc', got: direction })
  const descending = direction === 'desc'
  const key = (column: string, type: string): OrderKey => ({
    sql: (source) => source.column(column),
    type,
    descending,
    nullable: field.nullable,
    name: `${column}:${direction}`,
  })
  if (field.kind === 'money') return field.columns.toReversed().map((column) => key(column.name, column.type))
  if (!sortable.has(field.kind)) refuse(path, 'UNKNOWN_FIELD', { known: 'fields that sort as one value' })
  return [key(field.columns[0]?.name ?? '', comparedType[field.kind] ?? 'text')]
}

function targetKeys(scope: ReadScope, ref: QueryField, order: object, path: Path): OrderKey[] {
  const target = ref.meta?.target as EntityMeta
  const column = ref.columns[0]?.name ?? ''
  return Object.entries(order)
    .filter(([, direction]) => direction !== undefined && direction !== null)
    .flatMap(([name, direction]) => {
      if (typeof direction === 'object')
        refuse([...path, name], 'NOT_ONE_OF', { values: 'asc, desc', got: 'an object' })
      return fieldKeys(scope, target, name, direction, [...path, name])
    })
    .map((key) => ({
      ...key,
      nullable: true,
      name: `${column}.${key.name}`,
      sql: (source) => {
        const far = new Source(scope.sql.alias())
        return `(SELECT ${key.sql(far)} FROM ${tableOf(target)} ${far.alias} WHERE ${far.alias}.${quote('id')} = ${source.column(column)} AND ${scope.live(target, far)})`
      },
    }))
}

/** ORDER BY of keys, or of their exact reverse. */
export function orderSql(keys: readonly OrderKey[], source: Source, reverse = false): string {
  return keys.map((key) => `${key.sql(source)}${key.descending !== reverse ? ' DESC' : ''}`).join(', ')
}
