import type { Statement } from '../database/database.ts'
import type { InstalledHook } from '../plugin/assembly.ts'

/** One thing to do for one outbox row: a durable hook that it wakes, or the job that it asks for. */
export interface Task {
  /** The outbox row's id. */
  readonly id: string
  /** Id of the hook or job. */
  readonly handler: string
  readonly kind: 'event' | 'job'
  readonly dueAt: Date
  /** The batch of deliveries to one hook that it travels in, each in one batch at most; null where it travels alone. */
  readonly batch?: string | null
}

/** Deliveries that travel in one job of the queue, at most. */
const mostInBatch = 50

/** A hook's deliveries of one claim are spread over at least so many jobs, so that all of a worker's places have something to do. */
const fewestBatches = 8

/** A task as a claim returns it, with the number of outbox rows claimed; `id` is null where rows had nothing to do. */
export interface ClaimedRow {
  readonly claimed: number
  readonly id: string | null
  readonly handler: string | null
  readonly kind: 'event' | 'job' | null
  readonly due_at: Date | null
  readonly batch: string | null
}

/**
 * Takes up to `limit` outbox rows, whichever are first and free, writes down what is to be done for each (`tessera.delivery`)
 * and marks them relayed: one statement, so all of it or nothing, and any number of relays at once. What it returns must
 * then be handed to a queue; if the process dies before that, the sweeper does it.
 *
 * Rows are never taken by "id greater than the last": transactions commit out of order. A job whose key is that of a job
 * that has not started yet is dropped, by the unique index on keys.
 */
export function claimStatement(hooks: readonly InstalledHook[], limit: number, now: Date): Statement {
  const points = hooks.flatMap((hook) =>
    hook.operations.map((operation) => ({
      handler: hook.id,
      entity: hook.entity,
      operation,
      // As in the other phases, only an update has fields that did not change.
      fields: operation === 'update' ? hook.fields : null,
    })),
  )
  return { name: 'tessera_relay', text: claimSql, values: [limit, JSON.stringify(points), now] }
}

const claimSql = `with claimed as materialized (
    select id, at, kind, entity, operation, payload, due_at from tessera.outbox
    where relayed_at is null order by at, id limit $1 for update skip locked),
  marked as (
    update tessera.outbox o set relayed_at = $3 from claimed c where o.id = c.id and o.at = c.at),
  point as (
    select * from json_to_recordset($2::json) as p(handler text, entity text, operation text, fields text[])),
  task as (
    select c.id, c.at, p.handler, c.kind, null as key, $3::timestamptz as due_at from claimed c
      join point p on p.entity = c.entity and p.operation = c.operation and (p.fields is null or c.payload -> 'changed' ?| p.fields)
      where c.kind = 'event'
    union all
    select c.id, c.at, c.payload ->> 'job', c.kind, c.payload ->> 'key', coalesce(c.due_at, $3) from claimed c where c.kind = 'job'),
  numbered as (
    select *, row_number() over (partition by kind, handler order by at, id) - 1 as number, count(*) over (partition by kind, handler) as of from task),
  parted as (
    select *, number / least(${mostInBatch}, ceil(of / ${fewestBatches}.0)::int) as part from numbered),
  batched as (
    select *, case when kind = 'event' and count(*) over part > 1 then first_value(id) over part end as batch from parted
    window part as (partition by kind, handler, part order by at, id rows between unbounded preceding and unbounded following)),
  noted as (
    insert into tessera.delivery (event_id, handler, state, attempts, key, due_at, created_at, updated_at, batch)
    select id, handler, 'pending', 0, key, due_at, $3, $3, batch from batched order by key, at, id
    on conflict do nothing returning event_id, handler)
  select (select count(*)::int from claimed) as claimed, t.id, t.handler, t.kind, t.due_at, t.batch
  from (select 1) one left join (batched t join noted n on n.event_id = t.id and n.handler = t.handler) on true
  order by t.at, t.id`
