import type { SystemActor } from '../access/actor.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { CommittedEvent } from '../hooks/event.ts'
import { decodeRow } from '../model/record.ts'
import type { InstalledHook } from '../plugin/assembly.ts'
import type { Context } from '../runtime/context.ts'
import type { Crm } from '../runtime/crm.ts'
import {
  type Delivery,
  type DeliveryId,
  isTaken,
  type Queued,
  readDeliveries,
  readDelivery,
  takeAll,
  takeStatement,
} from './delivery.ts'
import { fail, interruption, noRetry, usualPolicy } from './fail.ts'
import { type EventPayload, generationLimit, generationOf, type OutboxRow } from './outbox.ts'
import { isInfrastructure, type Outcome } from './outcome.ts'
import { chainOf, reasonFor } from './recursion.ts'

/** A delivery in whose middle more workers died than this is what kills them. */
const deadliest = 25

/** Deliveries that wrote nothing are marked done together, but none waits longer for it than this. */
const markWithinMs = 25

/**
 * Delivers one event to one durable hook. The hook's writes and the mark that it is done are one transaction: however often
 * the queue hands this over, they happen once. What a hook does elsewhere (mail, another system) happens at least once;
 * `event.eventId` is the key by which the other side can tell. The transaction begins with the hook's first statement and is
 * open until it ends, so slow calls to others after that belong in a job that the hook enqueues.
 *
 * A hook that is not installed (removed, disabled, or newer than this worker) counts as a failure: tried again, then a dead
 * letter that says so, never lost without a trace. Deliveries of one hook are neither ordered nor one at a time.
 *
 * `deaths` says how many workers died with this delivery in hand, as far as the queue knows.
 */
export async function deliver(crm: Crm, { id, handler }: DeliveryId, deaths = 0): Promise<Outcome> {
  const outcomes = await deliverEach(crm, { id, handler }, deaths)
  return outcomes.get(id) ?? { type: 'done' }
}

/**
 * Delivers events to one durable hook, each as `deliver` says; how each ended. A hook that takes batches gets those of one request at
 * once, and one after the other where that fails, as the others do. `before` is asked ahead of all single ones but the first with those
 * that are left, and gives those to go on with.
 */
export async function deliverEach(
  crm: Crm,
  queued: Queued,
  deaths: number,
  before: (left: readonly string[]) => Promise<readonly string[]> = async (left) => left,
): Promise<Map<string, Outcome>> {
  const { handler, events } = queued
  const deliveries = await readDeliveries(crm.database, handler, events ? queued.id : null, events ?? [queued.id])
  const outcomes = new Map<string, Outcome>()
  const marks = new Marks(crm, handler, outcomes)
  let left: readonly string[] = [...deliveries].filter(([, { state }]) => state === 'pending').map(([id]) => id)
  const hook = hookOf(crm, handler)
  if (hook?.batch && deaths === 0) {
    for (const group of groupsOf(left, deliveries)) {
      const written = await runTogether(crm, hook, group)
      for (const { row } of written === null ? [] : group) {
        if (written) outcomes.set(row.id, { type: 'done' })
        else await marks.add(row.id)
      }
      if (written !== null) left = left.filter((id) => !group.some(({ row }) => row.id === id))
    }
  }
  for (;;) {
    const [id, ...others] = left
    const delivery = id && deliveries.get(id)
    if (!delivery) break
    const outcome = await deliverRead(crm, { id, handler }, delivery, deaths)
    if (outcome) outcomes.set(id, outcome)
    else await marks.add(id)
    left = others.length > 0 ? await before(others) : others
  }
  await marks.write()
  return outcomes
}

const hookOf = (crm: Crm, handler: string): InstalledHook | undefined =>
  crm.assembly.hooks.find((installed) => installed.id === handler && installed.phase === 'committed')

/** An event to call a hook for. */
interface Turn {
  readonly row: OutboxRow
  readonly attempt: number
}

/** Those that may share a transaction, since what it writes stands under one request and one generation; never one alone. */
function groupsOf(ids: readonly string[], deliveries: ReadonlyMap<string, Delivery>): readonly (readonly Turn[])[] {
  const turns = ids.flatMap((id): Turn[] => {
    const delivery = deliveries.get(id)
    return delivery?.row && generationOf(delivery.row) < generationLimit
      ? [{ row: delivery.row, attempt: delivery.attempts + 1 }]
      : []
  })
  const groups = Map.groupBy(turns, ({ row }) => `${row.request_id} ${generationOf(row)}`)
  return [...groups.values()].filter(({ length }) => length > 1)
}

/** As `run`; null where it failed and wrote nothing, so that each event is to be tried alone. */
async function runTogether(crm: Crm, hook: InstalledHook, turns: readonly Turn[]): Promise<boolean | null> {
  try {
    return await run(crm, hook, turns)
  } catch (error) {
    if (!isTaken(error) && isInfrastructure(error)) throw error
    return null
  }
}

/** Delivers one that was read; null where the hook wrote nothing, so that only the mark is missing. */
async function deliverRead(crm: Crm, id: DeliveryId, delivery: Delivery, deaths: number): Promise<Outcome | null> {
  const attempt = delivery.attempts + 1
  const { row } = delivery
  if (!row) return fail(crm, id, attempt, noRetry, new TesseraError('EVENT_GONE', { event: id.id }))
  if (generationOf(row) >= generationLimit) {
    const chain = await chainOf(crm.database, id)
    return fail(crm, id, attempt, noRetry, new TesseraError('RECURSION', { limit: generationLimit, chain }))
  }
  if (deaths > deadliest) return fail(crm, id, attempt, noRetry, interruption(id, deaths, delivery))
  const hook = hookOf(crm, id.handler)
  if (!hook) return fail(crm, id, attempt, usualPolicy, new TesseraError('HANDLER_MISSING', { handler: id.handler }))
  try {
    return (await run(crm, hook, [{ row, attempt }])) ? { type: 'done' } : null
  } catch (error) {
    if (isTaken(error)) return untaken(crm, id)
    if (isInfrastructure(error)) throw error
    return fail(crm, id, attempt, hook, error)
  }
}

/** Calls the hook; whether its writes and the marks are committed, or there are neither. */
async function run(crm: Crm, hook: InstalledHook, turns: readonly Turn[]): Promise<boolean> {
  const [{ row: first }] = turns as readonly [Turn]
  const actor: SystemActor = { kind: 'system', name: hook.id, reason: reasonFor('event', first.id, turns.length) }
  const ids = turns.map(({ row }) => row.id)
  const opening = takeStatement(hook.id, ids, crm.clock.now())
  return crm.unit(
    actor,
    async (ctx, connection) => {
      const events = turns.map((turn) => committedEvent(crm, turn, ctx))
      const handler = hook.handler as (...sent: readonly unknown[]) => unknown
      await (hook.batch ? handler(events, ctx) : handler(events[0]))
      return connection.begun
    },
    { requestId: first.request_id, generation: generationOf(first) + 1, opening },
  )
}

/** What became of a delivery that could not be taken. */
async function untaken(crm: Crm, id: DeliveryId): Promise<Outcome> {
  const now = await readDelivery(crm.database, id)
  return { type: now?.state === 'pending' ? 'busy' : 'done' }
}

/** The deliveries of a hook that wrote nothing: marking them done needs no transaction of their own. */
class Marks {
  readonly #crm: Crm
  readonly #handler: string
  readonly #outcomes: Map<string, Outcome>
  #ids: string[] = []
  #since = 0

  constructor(crm: Crm, handler: string, outcomes: Map<string, Outcome>) {
    this.#crm = crm
    this.#handler = handler
    this.#outcomes = outcomes
  }

  async add(id: string): Promise<void> {
    if (this.#ids.length === 0) this.#since = performance.now()
    this.#ids.push(id)
    if (performance.now() - this.#since > markWithinMs) await this.write()
  }

  async write(): Promise<void> {
    const ids = this.#ids
    if (ids.length === 0) return
    this.#ids = []
    const { database, clock } = this.#crm
    const taken = await takeAll(database, this.#handler, ids, clock.now())
    for (const id of ids) {
      const outcome: Outcome = taken.has(id)
        ? { type: 'done' }
        : await untaken(this.#crm, { id, handler: this.#handler })
      this.#outcomes.set(id, outcome)
    }
  }
}

/** The event as a hook gets it. Rows are read by the columns there are now: what was removed since is left out, what was added is null. */
function committedEvent(crm: Crm, { row, attempt }: Turn, ctx: Context): CommittedEvent<any, any> {
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
