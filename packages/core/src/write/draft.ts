import type { Issue } from '../errors/tessera-error.ts'
import type { WriteOperation } from '../hooks/event.ts'
import type { AnyRow } from '../model/record.ts'

/** One row on its way through the pipeline. */
export interface Draft {
  readonly id: string
  readonly operation: WriteOperation
  /** Where its input stands in the caller's arguments, for issues. */
  readonly path: Issue['path']
  /** The version the caller holds, if it said one. */
  readonly ifVersion: number | undefined
  /** Fields the caller gave, normalised. What hooks add is only in `patch`. */
  readonly given: ReadonlySet<string>
  /** Fields to write: the input, defaults, and what hooks changed. */
  patch: Record<string, unknown>
  externalKeys: Readonly<Record<string, string>> | undefined
  old: AnyRow | null
  /** The row as it will be, and after the write as it is. */
  row: AnyRow
  changed: ReadonlySet<string>
}
