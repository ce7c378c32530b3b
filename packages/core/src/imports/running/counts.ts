import type { Upserted } from '../../runtime/context.ts'

export type Outcome = Upserted<unknown>['outcome']

/** How many of what. */
export interface OutcomeCounts {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
}

/** How far an import came. A row counts as created if it created anything, else as updated if it changed anything. */
export interface ImportCounts extends OutcomeCounts {
  /** Rows of the file. */
  readonly read: number
  /** Rows of which nothing was written. */
  readonly refused: number
  /** Values left out because they were not valid and the profile allows it. */
  readonly warnings: number
  /** Rows that a dry run could not check, because they refer to rows that an earlier batch would have created. */
  readonly unchecked: number
  /** By the name of each record of the profile. */
  readonly records: Readonly<Record<string, OutcomeCounts>>
}

export const noCounts: ImportCounts = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  refused: 0,
  warnings: 0,
  unchecked: 0,
  records: {},
}

/** What one row did, record by record. */
export type RowOutcome = ReadonlyMap<string, Outcome>

/** The counts after some rows were written. */
export function withOutcomes(counts: ImportCounts, rows: Iterable<RowOutcome>): ImportCounts {
  const total = { created: counts.created, updated: counts.updated, unchanged: counts.unchanged }
  const records = new Map(Object.entries(counts.records).map(([name, known]) => [name, { ...known }]))
  for (const row of rows) {
    const outcomes = new Set(row.values())
    total[outcomes.has('created') ? 'created' : outcomes.has('updated') ? 'updated' : 'unchanged']++
    for (const [name, outcome] of row) {
      const record = records.get(name) ?? { created: 0, updated: 0, unchanged: 0 }
      record[outcome]++
      records.set(name, record)
    }
  }
  return { ...counts, ...total, records: Object.fromEntries(records) }
}
