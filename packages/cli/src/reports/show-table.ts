import {
  formatAmount,
  type Label,
  type Money,
  type ReportColumn,
  type ReportTable,
  type ReportValue,
  safeCell,
} from '@tessera/core'
import { stringify } from 'csv-stringify/sync'
import { table } from '../output/print.ts'

/** A report for a terminal: figures to the right, thousands parted, the sum below a line, notes at the end. */
export function showTable(answer: ReportTable, title: string, language: string): string {
  const { columns, rows, total, notes = [] } = answer
  const shown = [...rows, ...(total ? [null, total] : [])]
  const cells = shown.map((row) =>
    columns.map((column) => (row === null ? '─' : show(row[column.name] ?? null, column, language))),
  )
  const numeric = columns.map(({ kind }) => kind !== 'text' && kind !== 'date')
  const head = columns.map(({ label }) => labelText(label, language))
  const [top = [], ...below] = alignRight([head, ...cells], numeric)
  const body = table(top, below)
  const empty = rows.length === 0 ? '\n(nothing to show)' : ''
  return `${title}\n\n${body}${empty}${notes.map((note) => `\n\n${note}`).join('')}`
}

/** A report as CSV: an amount of money takes two columns, the number and its currency. The sum is left out. */
export function showCsv({ columns, rows }: ReportTable): string {
  const head = columns.flatMap(({ name, kind }) => (kind === 'money' ? [name, `${name}Currency`] : [name]))
  const lines = rows.map((row) => columns.flatMap((column) => csvCells(column, row[column.name] ?? null)))
  return stringify([head, ...lines]).trimEnd()
}

/** A report as JSON writes it: money as `{ amount, currency }`. */
export function jsonTable({ columns, rows, total, notes }: ReportTable): unknown {
  const plain = (row: Readonly<Record<string, ReportValue>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        isMoney(value) ? { amount: formatAmount(value), currency: value.currency } : value,
      ]),
    )
  return { columns, rows: rows.map(plain), ...(total && { total: plain(total) }), ...(notes && { notes }) }
}

export function labelText(label: Label, language: string): string {
  if (typeof label === 'string') return label
  return label[language] ?? label.en ?? Object.values(label)[0] ?? ''
}

const csvCells = ({ kind }: ReportColumn, value: ReportValue): unknown[] => {
  if (isMoney(value)) return [formatAmount(value), value.currency]
  if (kind === 'money') return [value, null]
  return [typeof value === 'string' ? safeCell(value) : value]
}

function show(value: ReportValue, { kind }: ReportColumn, language: string): string {
  if (value === null) return ''
  if (isMoney(value)) return `${grouped(formatAmount(value), language)} ${value.currency}`
  const number = typeof value === 'number' || (kind === 'decimal' && /^-?\d+(\.\d+)?$/.test(value))
  return number ? grouped(String(value), language) : String(value)
}

// Not through a number: amounts may have more digits than one holds.
const grouped = (text: string, language: string): string =>
  new Intl.NumberFormat(language, {
    maximumFractionDigits: 20,
    minimumFractionDigits: text.split('.')[1]?.length ?? 0,
  }).format(text as unknown as number)

const isMoney = (value: ReportValue): value is Money => typeof value === 'object' && value !== null

function alignRight(cells: readonly (readonly string[])[], numeric: readonly boolean[]): string[][] {
  const widths = numeric.map((_, place) => Math.max(...cells.map((row) => (row[place] ?? '').length)))
  return cells.map((row) =>
    row.map((cell, place) => {
      const width = widths[place] ?? 0
      if (cell === '─') return '─'.repeat(width)
      return numeric[place] ? cell.padStart(width) : cell
    }),
  )
}
