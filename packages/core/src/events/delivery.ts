import type { Database, Statement } from '../database/database.ts'
import type { OutboxRow } from './outbox.ts'

/** Which delivery: an outbox row, and the hook or job it is for. */
export interface DeliveryId {
  readonly id: string
  readonly handler: string
}

/** What the queue keeps of a delivery, or of a batch of deliveries to one hook: there `id` is the batch's, `events` are its outbox rows. */
export interface Queued extends DeliveryId {
  readonly events?: readonly string[]
}

/** `pending`: still to be done, or to be tried again. `done`: its effects are committed. `dead`: given up, see dead letters. */
export type DeliveryState = 'pending' | 'done' | 'dead'

export interface Delivery {
  readonly state: DeliveryState
  /** How often it was tried: deliveries that ended, for an event; runs that began, for a job. */
  readonly attempts: number
  readonly last_error: string | null
  /** Null once retention removed it. */
  readonly row: OutboxRow | null
}

/** Texts longer than this are cut before they are kept as the last error. */
const longestError = 4000

/** Reads a delivery with its outbox row. */
export async function readDelivery(database: Database, { id, handler }: DeliveryId): Promise<Delivery | null> {
  const [result] = await database.pipeline([
    {
      name: 'tessera_delivery_read',
      text: `select d.state, d.attempts, d.last_error, o.id, o.at, o.kind, o.entity, o.operation, o.row_id, o.payload, o.actor, o.request_id
      from tessera.delivery d left join tessera.outbox o on o.id = d.event_id where d.event_id = $1 and d.handler = $2`,
      values: [id, handler],
    },
  ])
  const found = result?.rows[0] as (Omit<Delivery, 'row'> & OutboxRow) | undefined
  if (!found) return null
  const { state, attempts, last_error, ...row } = found
  return { state, attempts, last_error, row: row.id === null ? null : row }
}

/** Reads deliveries of one hook with their outbox rows, by event: those that travel in this batch, or alone. */
export async function readDeliveries(
  database: Database,
  handler: string,
  batch: string | null,
  events: readonly string[],
): Promise<Map<string, Delivery>> {
  const [result] = await database.pipeline([
    {
      name: 'tessera_deliveries_read',
      text: `select d.event_id, d.state, d.attempts, d.last_error, o.id, o.at, o.kind, o.entity, o.operation, o.row_id, o.payload, o.actor, o.request_id
      from tessera.delivery d left join tessera.outbox o on o.id = d.event_id
      where d.event_id = any($1::uuid[]) and d.handler = $2 and d.batch is not distinct from $3::uuid`,
      values: [events, handler, batch],
    },
  ])
  const found = (result?.rows ?? []) as unknown as (Omit<Delivery, 'row'> & OutboxRow & { event_id: string })[]
  return new Map(
    found.map(({ event_id, state, attempts, last_error, ...row }) => [
      event_id,
      { state, attempts, last_error, row: row.id === null ? null : row },
    ]),
  )
}

/**
 * Marks deliveries of events done, inside the transaction of their handler: all are committed or none. Fails, so that the
 * transaction does nothing, where one was done before or where another worker has it in hand right now; see `isTaken`.
 */
export const takeStatement = (handler: string, events: readonly string[], now: Date): Statement => ({
  name: 'tessera_delivery_take',
  text: 'select tessera.take_delivery(id, $2, $3) from unnest($1::uuid[]) id order by id',
  values: [events, handler, now],
})

/** Whether an error is the refusal of `takeStatement`, however the handler wrapped it. */
export function isTaken(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++)
    if ('code' in cause && cause.code === 'TS001') return true
  return false
}

/** Marks deliveries done whose handler wrote nothing; those it marked. Others were done before, or another worker has them in hand. */
export async function takeAll(
  database: Database,
  handler: string,
  events: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const [result] = await database.pipeline([
    {
      name: 'tessera_deliveries_take',
      text: `update tessera.delivery d set state = 'done', attempts = d.attempts + 1, last_error = null, updated_at = $3
      from (select event_id, handler from tessera.delivery where event_id = any($1::uuid[]) and handler = $2 and state = 'pending'
        order by event_id for update skip locked) free
      where d.event_id = free.event_id and d.handler = free.handler returning d.event_id`,
      values: [events, handler, now],
    },
  ])
  return new Set((result?.rows ?? []).map((row) => row.event_id as string))
}

/** Lets deliveries of one hook travel in another batch from now on, or each alone. */
export async function regroup(
  database: Database,
  handler: string,
  events: readonly string[],
  batch: string | null,
): Promise<void> {
  await database.pipeline([
    {
      name: 'tessera_deliveries_regroup',
      text: `update tessera.delivery set batch = $3 where event_id = any($1::uuid[]) and handler = $2 and state = 'pending'`,
      values: [events, handler, batch],
    },
  ])
}

/** Counts the beginning of a job's run; the number of this attempt, or null where it is done, or was tried `most` times. */
export async function begin(
  database: Database,
  { id, handler }: DeliveryId,
  most: number,
  now: Date,
): Promise<number | null> {
  const [result] = await database.pipeline([
    {
      name: 'tessera_delivery_begin',
      text: `update tessera.delivery set attempts = attempts + 1, due_at = $4, updated_at = $4
      where event_id = $1 and handler = $2 and state = 'pending' and attempts < $3 returning attempts`,
      values: [id, handler, most, now],
    },
  ])
  return (result?.rows[0]?.attempts as number | undefined) ?? null
}

/** Marks a job's delivery done, also where it was given up meanwhile because this worker seemed dead. */
export async function finish(database: Database, { id, handler }: DeliveryId, now: Date): Promise<void> {
  await database.pipeline([
    {
      name: 'tessera_delivery_finish',
      text: `update tessera.delivery set state = 'done', last_error = null, updated_at = $3 where event_id = $1 and handler = $2 and state <> 'done'`,
      values: [id, handler, now],
    },
  ])
}

export interface Failure {
  readonly error: unknown
  readonly attempts: number
  readonly now: Date
  /** When to try again; null to give up. */
  readonly retryAt: Date | null
}

/** Notes that a delivery failed, and whether it is a dead letter now; it travels alone from here on. Nothing happens to one that is done. */
export async function noteFailure(database: Database, { id, handler }: DeliveryId, failure: Failure): Promise<void> {
  const { error, attempts, now, retryAt } = failure
  await database.pipeline([
    {
      name: 'tessera_delivery_fail',
      text: `update tessera.delivery set state = $3, attempts = $4, last_error = $5, due_at = $6, updated_at = $7, batch = null
      where event_id = $1 and handler = $2 and state = 'pending'`,
      values: [id, handler, retryAt ? 'pending' : 'dead', attempts, errorText(error), retryAt ?? now, now],
    },
  ])
}

/** What is kept of an error: its stack with its causes, without what PostgreSQL can not store. */
export function errorText(error: unknown): string {
  const parts: string[] = []
  for (
    let cause = error;
    cause !== undefined && cause !== null && parts.length < 4;
    cause = cause instanceof Error ? cause.cause : null
  ) {
    parts.push(
      cause instanceof Error ? `${codeOf(cause)}${cause.stack ?? `${cause.name}: ${cause.message}`}` : String(cause),
    )
  }
  const text = parts.join('\ncaused by ').replaceAll('\0', '')
  return text.length > longestError ? `${text.slice(0, longestError)}…` : text || 'unknown error'
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? `[${error.code}] ` : '')
