import type { WriteOperation } from '../hooks/event.ts'
import type { ColumnRecord } from '../model/record.ts'

/** What a write leaves in `tessera.outbox.payload`. Rows are keyed by column name, see `decodeRow`. */
export interface EventPayload {
  readonly old: ColumnRecord | null
  readonly row: ColumnRecord
  /** Names of the fields that changed, as they are called on rows. */
  readonly changed: readonly string[]
}

/** What `ctx.enqueue` leaves in `tessera.outbox.payload`. */
export interface JobPayload {
  /** `<plugin>/<name>` */
  readonly job: string
  readonly input?: unknown
  readonly key: string | null
}

/** Who wrote, as `tessera.outbox.actor` keeps it. `depth` counts the durable events that led to this one. */
export interface OutboxActor {
  readonly kind: string
  readonly id: string | null
  readonly name: string | null
  readonly reason: string | null
  readonly depth?: number
}

/** A row of `tessera.outbox` as the workers read it. */
export interface OutboxRow {
  readonly id: string
  readonly at: Date
  readonly kind: 'event' | 'job'
  readonly entity: string | null
  readonly operation: WriteOperation | null
  readonly row_id: string | null
  readonly payload: EventPayload | JobPayload
  readonly actor: OutboxActor
  readonly request_id: string
}

/**
 * How many events may follow from one another, each written by a durable hook that the one before it woke. Beyond
 * that a delivery is a dead letter with RECURSION: two hooks answer each other for ever.
 */
export const generationLimit = 32

/** How many generations of durable events led to this row; 0 where a person or a program wrote it. */
export const generationOf = (row: Pick<OutboxRow, 'actor'>): number => row.actor.depth ?? 0
