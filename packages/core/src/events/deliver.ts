import type { SystemActor } from '../access/actor.ts'
import type { Connection } from '../database/database.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { CommittedEvent } from '../hooks/event.ts'
import { decodeRow } from '../model/record.ts'
import type { InstalledHook } from '../plugin/assembly.ts'
import type { Context } from '../runtime/context.ts'
import type { Crm } from '../runtime/crm.ts'
import { type DeliveryId, readDelivery, take } from './delivery.ts'
import { fail, interruption, noRetry, usualPolicy } from './fail.ts'
import { type EventPayload, generationLimit, generationOf, type OutboxRow } from './outbox.ts'
import { isInfrastructure, type Outcome } from './outcome.ts'
import { chainOf, reasonFor } from './recursion.ts'

/** A delivery in whose middle more workers died than this is what kills them. */
const deadliest = 25

/**
 * Delivers one event to one durable hook. The hook's writes and the mark that it is done are one transaction: however often
 * the queue hands this over, they happen once. What a hook does elsewhere (mail, another system) happens at least once;
 * `event.eventId` is the key by which the other side can tell. The transaction is open while the hook runs, so slow calls
 * to others belong in a job that the hook enqueues.
 *
 * A hook that is not installed (removed, disabled, or newer than this worker) counts as a failure: tried again, then a dead
 * letter that says so, never lost without a trace. Deliveries of one hook are neither ordered nor one at a time.
 *
 * `deaths` says how many workers died with this delivery in hand, as far as the queue knows.
 */
export async function deliver(crm: Crm, id: DeliveryId, deaths = 0): Promise<Outcome> {
  const delivery = await readDelivery(crm.database, id)
  if (delivery?.state !== 'pending') return { type: 'done' }
  const attempt = delivery.attempts + 1
  const { row } = delivery
  if (!row) return fail(crm, id, attempt, noRetry, new TesseraError('EVENT_GONE', { event: id.id }))
  if (generationOf(row) >= generationLimit) {
    const chain = await chainOf(crm.database, id)
    return fail(crm, id, attempt, noRetry, new TesseraError('RECURSION', { limit: generationLimit, chain }))
  }
  if (deaths > deadliest) return fail(crm, id, attempt, noRetry, interruption(id, deaths, delivery))
  const hook = crm.assembly.hooks.find((installed) => installed.id === id.handler && installed.phase === 'committed')
  if (!hook) return fail(crm, id, attempt, usualPolicy, new TesseraError('HANDLER_MISSING', { handler: id.handler }))
  try {
    if (await run(crm, hook, id, row, attempt)) return { type: 'done' }
  } catch (error) {
    if (isInfrastructure(error)) throw error
    return fail(crm, id, attempt, hook, error)
  }
  const now = await readDelivery(crm.database, id)
  return { type: now?.state === 'pending' ? 'busy' : 'done' }
}

async function run(crm: Crm, hook: InstalledHook, id: DeliveryId, row: OutboxRow, attempt: number): Promise<boolean> {
  const actor: SystemActor = { kind: 'system', name: hook.id, reason: reasonFor('event', id.id) }
  const work = async (ctx: Context, connection: Connection): Promise<boolean> => {
    if (!(await take(connection, id, ctx.now()))) return false
    await hook.handler(committedEvent(crm, row, attempt, ctx) as never)
    return true
  }
  return crm.unit(actor, work, { requestId: row.request_id, generation: generationOf(row) + 1 })
}

/** The event as a hook gets it. Rows are read by the columns there are now: what was removed since is left out, what was added is null. */
function committedEvent(crm: Crm, row: OutboxRow, attempt: number, ctx: Context): CommittedEvent<any, any> {
  const entity = crm.registry.entity(row.entity ?? '')
  const payload = row.payload as EventPayload
  return {
    entity: entity.name,
    operation: row.operation ?? 'update',
    id: row.row_id ?? '',
    old: payload.old ? (decodeRow(entity, payload.old) as never) : null,
    row: decodeRow(entity, payload.row) as never,
    changed: new Set(payload.changed),
    ctx,
    eventId: row.id,
    occurredAt: row.at,
    attempt,
  }
}
