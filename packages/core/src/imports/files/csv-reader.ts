import { TesseraError } from '../../errors/tessera-error.ts'
import { type CsvFormat, type CsvRecord, CsvSplitter, maxRecordLength } from './csv-splitter.ts'
import { detectDelimiter } from './delimiter.ts'
import { decodeText, type Encoding, inspectFile } from './encoding.ts'
import type { RowReader, SourceRow } from './row-reader.ts'
import type { ImportSource } from './source.ts'

/** How a CSV file is written; what is not said is found out. */
export interface CsvOptions {
  readonly encoding?: Encoding | undefined
  readonly delimiter?: string | undefined
  /** `"` unless said otherwise; an empty text where the file quotes nothing. */
  readonly quote?: string | undefined
  /** Whether the first row names the columns; otherwise they are called 1, 2, 3. */
  readonly header?: boolean | undefined
  /** Lines above the header that are no rows, such as a title. */
  readonly skipLines?: number | undefined
  /** `refuse` rows with too few values (the default), or `fill` them up with empty ones. */
  readonly shortRows?: 'refuse' | 'fill' | undefined
}

const sampleLength = 100_000
const maxBrokenQuotes = 100

/**
 * Opens a CSV file of any size: finds out encoding and delimiter, reads the header. `sampleOnly` looks at its first megabyte
 * instead of the whole of it, which is enough for a preview.
 * @throws IMPORT_FILE_EMPTY, and while rows are read IMPORT_FILE_BROKEN
 */
export async function openCsv(source: ImportSource, options: CsvOptions = {}, sampleOnly = false): Promise<RowReader> {
  const facts = await inspectFile(source, sampleOnly ? 1_000_000 : undefined)
  const encoding = options.encoding ?? facts.encoding
  const quote = options.quote ?? '"'
  const sample = await firstText(source, encoding, options.skipLines ?? 0)
  const delimiter = options.delimiter ?? detectDelimiter(sample, quote)
  const first = await firstRecord(source, encoding, { delimiter, quote }, options.skipLines ?? 0)
  if (!first) throw new TesseraError('IMPORT_FILE_EMPTY', { file: source.name })
  const hasHeader = options.header ?? true
  const columns = hasHeader ? columnNames(first.fields) : first.fields.map((_, index) => String(index + 1))
  let bytes = 0
  return {
    columns,
    format: { encoding, delimiter, quote },
    fingerprint: facts.fingerprint,
    part: () => (source.size === 0 ? 1 : Math.min(1, bytes / source.size)),
    async *rows() {
      bytes = 0
      let number = 0
      let broken = 0
      let header = hasHeader
      for await (const record of recordsOf(
        source,
        encoding,
        { delimiter, quote },
        options.skipLines ?? 0,
        (more) => (bytes += more),
      )) {
        if (header) {
          header = false
          continue
        }
        if (record.problem === 'quote' && ++broken > maxBrokenQuotes) {
          throw new TesseraError('IMPORT_FILE_BROKEN', { file: source.name, line: record.line, limit: maxBrokenQuotes })
        }
        yield rowOf(record, ++number, columns, options.shortRows ?? 'refuse')
      }
    },
  }
}

async function* recordsOf(
  source: ImportSource,
  encoding: Encoding,
  format: CsvFormat,
  skipLines: number,
  onBytes?: (bytes: number) => void,
): AsyncIterable<CsvRecord> {
  const splitter = new CsvSplitter(format)
  const useful = (record: CsvRecord): boolean =>
    record.line > skipLines && (record.problem !== undefined || record.fields.some((value) => value.trim() !== ''))
  for await (const text of decodeText(source, encoding, onBytes)) {
    for (const record of splitter.push(text)) if (useful(record)) yield record
  }
  for (const record of splitter.end()) if (useful(record)) yield record
}

async function firstRecord(...args: Parameters<typeof recordsOf>): Promise<CsvRecord | undefined> {
  for await (const record of recordsOf(...args)) return record
  return undefined
}

async function firstText(source: ImportSource, encoding: Encoding, skipLines: number): Promise<string> {
  let text = ''
  for await (const part of decodeText(source, encoding)) {
    text += part
    if (text.length >= sampleLength) break
  }
  for (let skipped = 0; skipped < skipLines; skipped++) text = text.slice(text.indexOf('\n') + 1)
  return text.slice(0, sampleLength)
}

/** A header's names, trimmed; an empty one becomes `column 3`, a repeated one gets a number. */
function columnNames(header: readonly string[]): string[] {
  const names: string[] = []
  for (const [index, given] of header.entries()) {
    const base = given.trim() === '' ? `column ${index + 1}` : given.trim()
    let name = base
    for (let copy = 2; names.includes(name); copy++) name = `${base} (${copy})`
    names.push(name)
  }
  return names
}

function rowOf(record: CsvRecord, number: number, columns: readonly string[], shortRows: 'refuse' | 'fill'): SourceRow {
  const { line, raw, fields } = record
  const refused = (problem: NonNullable<SourceRow['problem']>): SourceRow => ({
    number,
    line,
    raw,
    values: [],
    problem,
  })
  if (record.problem === 'quote') return refused({ code: 'ROW_QUOTE', params: {} })
  if (record.problem === 'size') return refused({ code: 'ROW_SIZE', params: { max: maxRecordLength } })
  const extra = fields.slice(columns.length).some((value) => value.trim() !== '')
  const short = fields.length < columns.length && shortRows === 'refuse'
  if (extra || short) return refused({ code: 'ROW_WIDTH', params: { expected: columns.length, got: fields.length } })
  if (raw.includes('\uFFFD') || fields.some((value) => value.includes('\uFFFD')))
    return refused({ code: 'ROW_ENCODING', params: {} })
  return { number, line, raw, values: columns.map((_, index) => fields[index] ?? '') }
}
