import { readFile } from 'node:fs/promises'
import { formatAmount, type Money, type ReportTable, type ReportValue } from '@tessera/core'

/** A section of docs/adventure-works.md: the report it shows, what that printed, and SQL that finds the same figures. */
export interface Told {
  readonly title: string
  readonly report: string
  readonly options: Readonly<Record<string, string>>
  /** Cells of each printed row, the sum included, without empty ones. */
  readonly printed: readonly (readonly string[])[]
  readonly sql: string
}

export async function readTold(page: string): Promise<Told[]> {
  const sections = (await readFile(page, 'utf8')).split('\n## ').slice(1)
  return sections.flatMap((text) => {
    const [, report = '', words = '', table = ''] =
      /```sh\ntessera report (\S+)(.*)\n```\n\n```\n([\s\S]*?)\n```/.exec(text) ?? []
    if (report === '') return []
    const options = Object.fromEntries(
      [...words.matchAll(/--(\w+) (\S+)/g)].map(([, name, value]) => [name ?? '', value ?? '']),
    )
    const [, ...lines] = table.split('\n')
    return [
      {
        title: text.slice(0, text.indexOf('\n')),
        report,
        options,
        printed: lines.filter((line) => !line.startsWith('─')).map((line) => line.trim().split(/ {2,}/)),
        sql: /```sql\n([\s\S]*?)\n```/.exec(text)?.[1] ?? '',
      },
    ]
  })
}

/** Rows of a report as a page in English prints them, cell by cell. */
export const printedRows = ({ columns, rows, total }: ReportTable): string[][] =>
  [...rows, ...(total ? [total] : [])].map((row) =>
    columns
      .map(({ name, kind }) => shown(row[name] ?? null, kind !== 'text' && kind !== 'date' && kind !== 'percent'))
      .filter((cell) => cell !== ''),
  )

function shown(value: ReportValue, numeric: boolean): string {
  if (value === null) return ''
  if (typeof value === 'object') return `${grouped(formatAmount(value))} ${value.currency}`
  return numeric ? grouped(String(value)) : String(value)
}

const grouped = (text: string): string => text.replace(/\d(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, '$&,')

/** A figure as a number without needless digits, whether a report gives it or SQL. */
export const figure = (value: unknown): string => {
  const text = typeof value === 'object' && value !== null ? formatAmount(value as Money) : String(value)
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text
}
