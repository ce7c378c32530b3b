/** Where a command writes: results to `out`, progress and notes to `err`, so that a pipe gets results only. */
export interface Output {
  /** The result is one JSON document. */
  readonly json: boolean
  /** Resolves when more may be written; only much text needs to wait for it. */
  out(text: string): void | Promise<void>
  err(text: string): void
}
