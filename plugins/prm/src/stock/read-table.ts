import { Reject } from '@tessera/core'
import { parse } from 'csv-parse/sync'

/** More rows than a partner reports at once. */
const most = 5_000

/** A row of a file, by column; `line` as an editor counts. */
export interface TableRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** What a column may be called in files, in lower case, first the name it has here. */
export type Columns = Readonly<Record<string, readonly string[]>>

/**
 * Rows of a CSV file in UTF-8 or GB 18030, with commas, semicolons or tabs. Columns are found by their names in English or Chinese, in any
 * order; others are left alone.
 * @throws Reject prm.fileBroken, prm.fileColumns, prm.fileTooLong
 */
export function readTable(bytes: Uint8Array, columns: Columns, required: readonly string[]): TableRow[] {
  let rows: { info: { lines: number }; record: Record<string, string> }[]
  try {
    rows = parse(textOf(bytes), {
      bom: true,
      columns: (header: string[]) => header.map((name) => nameOf(name, columns)),
      delimiter: [';', ',', '\t'],
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof rows
  } catch (error) {
    const { message: reason, lines } = error as Error & { lines?: number }
    throw new Reject('prm.fileBroken', `The file could not be read: ${reason}. Save it as CSV again.`, {
      line: lines ?? 1,
    })
  }
  const first = rows[0]?.record ?? {}
  const missing = required.filter((name) => !(name in first))
  if (missing.length > 0)
    throw new Reject(
      'prm.fileColumns',
      `The file lacks ${missing.join(', ')}. Its first line names the columns: ${Object.keys(columns).join(', ')}.`,
      { missing: missing.join(', '), known: Object.keys(columns).join(', ') },
    )
  if (rows.length > most)
    throw new Reject('prm.fileTooLong', `The file has ${rows.length} rows. Send at most ${most} at once.`, {
      rows: rows.length,
      most,
    })
  return rows.map(({ info, record }) => ({ line: info.lines, cells: record }))
}

function nameOf(header: string, columns: Columns): string {
  const wanted = header.trim().toLowerCase()
  return Object.entries(columns).find(([, names]) => names.includes(wanted))?.[0] ?? `(${header})`
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
