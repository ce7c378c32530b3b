import type { MoneyValue } from './context.ts'

/** A column of a `Table`. */
export interface Column<Row> {
  readonly key: string
  readonly label: string
  /** What the value is: it decides the format, that numbers stand at the end, and that a code does not break at its hyphens. */
  readonly kind?: 'text' | 'code' | 'number' | 'money' | 'percent' | 'date' | 'dateTime'
  /** The value; without it, the row’s property of this key. */
  value?(row: Row): string | number | Date | MoneyValue | null | undefined
  /** Rich content instead of a value: `cell: (row) => <Status tone="success">…</Status>`. */
  cell?(row: Row): unknown
  /** Where the list sorted by this column is. */
  readonly sortHref?: string | undefined
  readonly sorted?: 'ascending' | 'descending' | undefined
  /** The heading is read out only, for a column of buttons. */
  readonly hideLabel?: boolean
  /** Left out where a phone shows rows as cards. */
  readonly hideOnPhone?: boolean
  readonly wrap?: boolean
}

type Format = Record<'number' | 'percent' | 'money' | 'date' | 'dateTime', (value: never) => string>

/** The text of a cell; a dash where there is nothing. */
export function cellText<Row>(column: Column<Row>, row: Row, format: Format): string {
  const value = column.value ? column.value(row) : (row as Record<string, unknown>)[column.key]
  if (value === null || value === undefined || value === '') return '–'
  const kind = column.kind ?? 'text'
  return kind === 'text' || kind === 'code' ? String(value) : format[kind](value as never)
}

export function isNumeric(column: Pick<Column<unknown>, 'kind'>): boolean {
  return column.kind === 'number' || column.kind === 'money' || column.kind === 'percent'
}
