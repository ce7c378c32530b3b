import type { Queues } from '../queues/queues.ts'
import type { Crm } from '../runtime/crm.ts'
import type { Task } from './claim.ts'
import { deliverEach } from './deliver.ts'
import { type Queued, regroup } from './delivery.ts'
import type { FairShare, Place } from './fair-share.ts'
import { handOver } from './hand-over.ts'
import type { Outcome } from './outcome.ts'

/** A batch that kills workers is taken apart at the third attempt: one of its events does it, and the others are to get through. */
const deadlyForBatch = 2

/** A batch in hand for longer than this gives half of what is left to an empty place, if there is one; then again after as long. */
const shareAfterMs = 100

/** What a worker gives with a batch. */
export interface BatchControl {
  readonly queues: Queues
  readonly share: FairShare
  readonly place: Place
  /** How many workers died with it in hand. */
  readonly deaths: number
  readonly signal: AbortSignal
}

/**
 * Delivers a batch of events to their hook, each for itself: one that fails is tried again alone. A slow hook's batch is divided
 * among the places that stand empty.
 */
export async function deliverBatch(crm: Crm, batch: Queued, control: BatchControl): Promise<Outcome> {
  const { queues, share, place, signal } = control
  const { handler, events = [] } = batch
  if (control.deaths > deadlyForBatch) {
    await regroup(crm.database, handler, events, null)
    await handOver(
      crm,
      queues,
      events.map((id) => alone(id, handler, crm.clock.now())),
    )
    return { type: 'done' }
  }
  let sharedAt = performance.now()
  let unfinished = false
  const outcomes = await deliverEach(crm, batch, 0, async (left) => {
    share.next(place)
    if (signal.aborted) {
      unfinished = true
      return []
    }
    if (left.length < 2 || performance.now() - sharedAt < shareAfterMs || !share.hasRoom(handler)) return left
    const half = left.length >> 1
    await part(crm, queues, handler, left.slice(half))
    sharedAt = performance.now()
    return left.slice(0, half)
  })
  const again = [...outcomes].flatMap(([id, outcome]) =>
    outcome.type === 'retry' ? [alone(id, handler, new Date(crm.clock.now().getTime() + outcome.delayMs))] : [],
  )
  if (again.length > 0) await handOver(crm, queues, again)
  const isBusy = [...outcomes.values()].some(({ type }) => type === 'busy')
  return { type: unfinished || isBusy ? 'busy' : 'done' }
}

/** Makes some of a batch another one. Whoever dies in the middle of it leaves it to the sweeper. */
async function part(crm: Crm, queues: Queues, handler: string, events: readonly string[]): Promise<void> {
  const [first] = events
  const batch = first !== undefined && events.length > 1 ? first : null
  await regroup(crm.database, handler, events, batch)
  await handOver(
    crm,
    queues,
    events.map((id) => ({ ...alone(id, handler, crm.clock.now()), batch })),
  )
}

const alone = (id: string, handler: string, dueAt: Date): Task => ({ id, handler, kind: 'event', dueAt, batch: null })
