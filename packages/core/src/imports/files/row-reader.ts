import type { IssueCode } from '../../errors/issues.ts'

/** One row of a file, whatever the file's kind. */
export interface SourceRow {
  /** Counts the rows of data, from 1. */
  readonly number: number
  /** The line the row begins on, from 1; a sheet's row number. */
  readonly line: number
  /** As many as there are columns. Empty where `problem` is set. */
  readonly values: readonly string[]
  /** The row as it stands in the file. */
  readonly raw: string
  /** What makes the row unusable as a whole. */
  readonly problem?: { readonly code: IssueCode; readonly params: Readonly<Record<string, unknown>> }
}

/** Reads a file of rows with named columns. CSV is one kind; a spreadsheet is another implementation of this. */
export interface RowReader {
  /** The columns' names: the header, each made unique. */
  readonly columns: readonly string[]
  /** What was found out, for people: encoding, delimiter. */
  readonly format: Readonly<Record<string, string>>
  /** Identifies the content: an import that resumes must find the same. */
  readonly fingerprint: string
  /** The rows from the first one on, each time it is called. Memory stays constant. */
  rows(): AsyncIterable<SourceRow>
  /** How much of the file the newest `rows()` has read, from 0 to 1. */
  part(): number
}
