/** A place between two entries of a timeline. */
export interface TimelineCursor {
  /** ISO 8601 in UTC with microseconds, as the database has it. */
  readonly at: string
  readonly id: string
  readonly kind: string
}

export function writeCursor({ at, id, kind }: TimelineCursor): string {
  return Buffer.from(`${at} ${id} ${kind}`).toString('base64url')
}

/** Null for a text that `writeCursor` did not make. */
export function readCursor(text: string): TimelineCursor | null {
  const parts = /^(\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z) ([0-9a-f-]{36}) ([A-Za-z]\w{0,99})$/.exec(
    Buffer.from(text, 'base64url').toString(),
  )
  return parts ? { at: parts[1] ?? '', id: parts[2] ?? '', kind: parts[3] ?? '' } : null
}
