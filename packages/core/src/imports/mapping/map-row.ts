import { issue } from '../../errors/issues.ts'
import type { ValueSettings } from '../../values/parse-value.ts'
import { fitsExternalKey } from '../../write/external-key.ts'
import type { SourceRow } from '../files/row-reader.ts'
import type { ImportPlan, RecordPlan } from './check-profile.ts'
import { type Cells, isPending, originColumns, type Pending, readCell, readText } from './read-cell.ts'

/** Something wrong with a row of a file. */
export interface RowFinding {
  /** The column, or columns, it was read from; empty where the row as a whole is meant. */
  readonly column: string
  readonly code: string
  readonly message: string
}

/** What one record of one row says. */
export interface MappedRecord {
  readonly plan: RecordPlan
  /** The key as text; null where the record has none. */
  readonly key: string | null
  /** Values by field, normalised; refs may be pending. */
  readonly values: Record<string, unknown>
  /** Fields that an update leaves as they are. */
  readonly createOnly: ReadonlySet<string>
}

/** A row of a file as the profile reads it. */
export interface MappedRow {
  readonly row: SourceRow
  readonly records: readonly MappedRecord[]
  /** Each makes the row refused. */
  readonly findings: RowFinding[]
  /** Values that were left out, as the profile allows. */
  readonly warnings: RowFinding[]
}

/** Reads a row of a file by a profile. Touches no database. */
export function mapRow(
  plan: ImportPlan,
  columns: readonly string[],
  row: SourceRow,
  settings: ValueSettings,
): MappedRow {
  const findings: RowFinding[] = []
  const warnings: RowFinding[] = []
  if (row.problem) {
    findings.push({ column: '', ...pick(issue([], row.problem.code, row.problem.params)) })
    return { row, records: [], findings, warnings }
  }
  const cells: Cells = new Map(columns.map((column, index) => [column, row.values[index] ?? '']))
  const present = plan.records.filter((record) => record.when === null || (cells.get(record.when) ?? '').trim() !== '')
  return {
    row,
    records: present.map((record) => mapRecord(record, cells, settings, findings, warnings)),
    findings,
    warnings,
  }
}

/** The columns a field of a record is read from, for a person who has to find the place. */
export function columnOf(plan: RecordPlan, fieldName: string): string {
  const mapped = plan.fields.find(({ field }) => field.name === fieldName)
  if (!mapped) return ''
  return [...new Set(originColumns(mapped.source))].join(', ')
}

const pick = ({ code, message }: { code: string; message: string }): { code: string; message: string } => ({
  code,
  message,
})

function mapRecord(
  plan: RecordPlan,
  cells: Cells,
  settings: ValueSettings,
  findings: RowFinding[],
  warnings: RowFinding[],
): MappedRecord {
  const values: Record<string, unknown> = {}
  const createOnly = new Set<string>()
  for (const { field, source } of plan.fields) {
    const result = readCell(field, source, cells, settings)
    const found = result.issues.map(({ code, message }) => ({
      column: result.column ?? columnOf(plan, field.name),
      code,
      message,
    }))
    if (found.length > 0 && source.invalid === 'empty') {
      warnings.push(...found)
      if (field.definition.nullable && source.empty !== 'keep') values[field.name] = null
    } else {
      findings.push(...found)
    }
    if ('value' in result) values[field.name] = result.value
    if (source.createOnly) createOnly.add(field.name)
  }
  return { plan, key: keyOf(plan, cells, values, findings), values, createOnly }
}

function keyOf(
  plan: RecordPlan,
  cells: Cells,
  values: Readonly<Record<string, unknown>>,
  findings: RowFinding[],
): string | null {
  const { key } = plan
  if (!key) return null
  const given = key.by === 'system' ? readText(key.from, cells) : values[key.field.name]
  if (isPending(given)) return null
  const text = given === null || given === undefined ? '' : String(given)
  const unusable = text === '' ? 'KEY_MISSING' : key.by === 'system' && !fitsExternalKey(text) ? 'EXTERNAL_KEY' : null
  if (unusable === null) return text
  const column = key.by === 'system' ? originColumns(key.from).join(', ') : columnOf(plan, key.field.name)
  // A refused value has been told of already.
  if (!findings.some((found) => found.column === column)) findings.push({ column, ...pick(issue([], unusable)) })
  return null
}

/** The pending values of a record, with their fields. */
export function pendingOf(record: MappedRecord): { readonly field: string; readonly pending: Pending }[] {
  return Object.entries(record.values).flatMap(([field, pending]) => (isPending(pending) ? [{ field, pending }] : []))
}
