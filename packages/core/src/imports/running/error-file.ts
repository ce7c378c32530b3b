import { type FileHandle, open, stat } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import { safeCell } from '../../exports/safe-cell.ts'
import type { RowFinding } from '../mapping/map-row.ts'

/** A finding with its place in the file. */
export interface LineFinding extends RowFinding {
  readonly line: number
  /** `error`: nothing of the row was written. `warning`: the value was left out. */
  readonly severity: 'error' | 'warning'
  /** The row as it stands in the file. */
  readonly original: string
}

// The mark makes spreadsheets read UTF-8.
const header = Buffer.from(`\uFEFF${stringify([['line', 'severity', 'column', 'code', 'reason', 'original']])}`)

/** The list of what was refused, as a CSV file. Its length belongs to an import's checkpoint, so that it resumes without gap or repetition. */
export class ErrorFile {
  readonly #handle: FileHandle
  #length: number

  private constructor(handle: FileHandle, length: number) {
    this.#handle = handle
    this.#length = length
  }

  /**
   * Begins a file, or takes up the one of a resumed import at the length it had then. If that one is gone, or is another, a new
   * one begins with what is still to come.
   */
  static async open(path: string, length: number): Promise<ErrorFile> {
    const size =
      length > 0
        ? await stat(path).then(
            (found) => found.size,
            () => 0,
          )
        : 0
    const resumed = length > 0 && size >= length
    const handle = await open(path, resumed ? 'r+' : 'w')
    if (!resumed) await handle.write(header, 0, header.length, 0)
    return new ErrorFile(handle, resumed ? length : header.length)
  }

  /** Bytes up to which the file is certain. */
  get length(): number {
    return this.#length
  }

  /** Writes findings to disk at a position, again if a transaction is tried again. Gives the position after them. */
  async write(findings: readonly LineFinding[], at: number): Promise<number> {
    if (findings.length === 0) return at
    const lines = findings.map((found) => [
      found.line,
      found.severity,
      found.column,
      found.code,
      safeCell(found.message),
      safeCell(found.original),
    ])
    const bytes = Buffer.from(stringify(lines))
    await this.#handle.write(bytes, 0, bytes.length, at)
    await this.#handle.datasync()
    this.#length = at + bytes.length
    return this.#length
  }

  async close(): Promise<void> {
    await this.#handle.truncate(this.#length)
    await this.#handle.close()
  }
}
