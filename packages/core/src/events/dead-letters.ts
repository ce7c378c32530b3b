import { TesseraError } from '../errors/tessera-error.ts'
import type { WriteOperation } from '../hooks/event.ts'
import type { Id } from '../model/row.ts'
import type { Queues } from '../queues/queues.ts'
import type { Crm } from '../runtime/crm.ts'
import type { DeliveryId, DeliveryState } from './delivery.ts'
import { handOver, takeBack } from './hand-over.ts'
import type { OutboxActor } from './outbox.ts'

/** Which deliveries; all given conditions must hold. */
export interface DeliveryFilter {
  /** `dead` unless said otherwise. */
  readonly state?: DeliveryState
  /** Id of a hook or job. */
  readonly handler?: string
  readonly entity?: string
  readonly eventId?: Id
  /** Last touched at or after this instant. */
  readonly since?: Date
  /** Last touched before this instant. */
  readonly until?: Date
  /** 100 unless said otherwise. */
  readonly limit?: number
}

/** A delivery for a person: what happened, who was to be told, and how that went. */
export interface DeliveryReport {
  readonly eventId: Id
  readonly handler: string
  readonly state: DeliveryState
  readonly kind: 'event' | 'job'
  /** Null for a job. */
  readonly entity: string | null
  readonly operation: WriteOperation | null
  readonly rowId: Id | null
  readonly attempts: number
  readonly lastError: string | null
  readonly occurredAt: Date
  readonly dueAt: Date
  readonly updatedAt: Date
  /** Since the event happened. */
  readonly ageMs: number
}

/** All that is known of one delivery. */
export interface DeliveryExplanation extends DeliveryReport {
  readonly actor: OutboxActor
  readonly requestId: string
  readonly payload: unknown
  /** Whether the hook or job is installed here; if not, a replay fails again. */
  readonly installed: boolean
}

const reportColumns = `d.event_id as "eventId", d.handler, d.state, o.kind, o.entity, o.operation, o.row_id as "rowId", d.attempts, d.last_error as "lastError",
  o.at as "occurredAt", d.due_at as "dueAt", d.updated_at as "updatedAt"`

const conditions = `d.state = $1 and ($2::text is null or d.handler = $2) and ($3::text is null or o.entity = $3) and ($4::uuid is null or d.event_id = $4)
  and ($5::timestamptz is null or d.updated_at >= $5) and ($6::timestamptz is null or d.updated_at < $6)`

const valuesOf = (filter: DeliveryFilter): unknown[] => [
  filter.state ?? 'dead',
  filter.handler ?? null,
  filter.entity ?? null,
  filter.eventId ?? null,
  filter.since ?? null,
  filter.until ?? null,
]

/** Deliveries that match, the one touched last first. Dead letters unless `state` says otherwise. */
export async function listDeliveries(crm: Crm, filter: DeliveryFilter = {}): Promise<DeliveryReport[]> {
  const [result] = await crm.database.pipeline([
    {
      text: `select ${reportColumns} from tessera.delivery d join tessera.outbox o on o.id = d.event_id where ${conditions} order by d.updated_at desc, d.event_id desc limit $7`,
      values: [...valuesOf(filter), filter.limit ?? 100],
    },
  ])
  return (result?.rows ?? []).map((row) => withAge(crm, row as unknown as DeliveryReport))
}

/** How many events and jobs no worker has taken up yet: they have no deliveries. Counts to 10,000. */
export async function countWaiting(crm: Crm): Promise<number> {
  const [result] = await crm.database.pipeline([
    {
      text: 'select count(*)::int as count from (select from tessera.outbox where relayed_at is null limit 10000) waiting',
    },
  ])
  return result?.rows[0]?.count as number
}

/** How many deliveries are in each state. */
export async function countDeliveries(crm: Crm): Promise<Record<DeliveryState, number>> {
  const [result] = await crm.database.pipeline([
    { text: `select state, count(*)::int as count from tessera.delivery group by state` },
  ])
  const counts = Object.fromEntries((result?.rows ?? []).map((row) => [row.state, row.count])) as Partial<
    Record<DeliveryState, number>
  >
  return { pending: 0, done: 0, dead: 0, ...counts }
}

/** All that is known of one delivery. @throws DELIVERY_UNKNOWN */
export async function explainDelivery(crm: Crm, { id, handler }: DeliveryId): Promise<DeliveryExplanation> {
  const [result] = await crm.database.pipeline([
    {
      text: `select ${reportColumns}, o.actor, o.request_id as "requestId", o.payload from tessera.delivery d join tessera.outbox o on o.id = d.event_id
      where d.event_id = $1 and d.handler = $2`,
      values: [id, handler],
    },
  ])
  const row = result?.rows[0] as unknown as Omit<DeliveryExplanation, 'installed'> | undefined
  if (!row) throw new TesseraError('DELIVERY_UNKNOWN', { event: id, handler })
  return { ...row, ...withAge(crm, row), installed: isInstalled(crm, handler) }
}

/**
 * Gives dead letters a fresh start: all their attempts again, now, oldest first. Replays all that match, or just one with `eventId` and
 * `handler`. Gives what it replayed. A job that was enqueued under a key runs whatever else waits under it.
 */
export async function replayDeadLetters(
  crm: Crm,
  queues: Queues,
  filter: Omit<DeliveryFilter, 'state'> = {},
): Promise<DeliveryReport[]> {
  const now = crm.clock.now()
  const [result] = await crm.database.pipeline([
    {
      text: `with chosen as (
        select d.event_id, d.handler from tessera.delivery d join tessera.outbox o on o.id = d.event_id where ${conditions}
        order by d.updated_at, d.event_id limit $7 for update of d skip locked),
      revived as (
        update tessera.delivery d set state = 'pending', attempts = 0, key = null, batch = null, due_at = $8, updated_at = $8
        from chosen c where d.event_id = c.event_id and d.handler = c.handler returning d.*)
      select ${reportColumns} from revived d join tessera.outbox o on o.id = d.event_id order by o.at, o.id`,
      values: [...valuesOf({ ...filter, state: 'dead' }), filter.limit ?? null, now],
    },
  ])
  const replayed = (result?.rows ?? []).map((row) => withAge(crm, row as unknown as DeliveryReport))
  const tasks = replayed.map(({ eventId, handler, kind }) => ({ id: eventId, handler, kind, dueAt: now }))
  // What the queue remembers of the last run would make it ignore the next.
  for (const task of tasks) await takeBack(crm, queues, task)
  await handOver(crm, queues, tasks)
  return replayed
}

const isInstalled = (crm: Crm, handler: string): boolean =>
  crm.assembly.jobs.has(handler) || crm.assembly.hooks.some((hook) => hook.id === handler && hook.phase === 'committed')

const withAge = (crm: Crm, report: DeliveryReport | Omit<DeliveryReport, 'ageMs'>): DeliveryReport => ({
  ...report,
  ageMs: crm.clock.now().getTime() - report.occurredAt.getTime(),
})
