import { setTimeout as sleep } from 'node:timers/promises'
import type { Queues } from '../queues/queues.ts'
import type { Crm } from '../runtime/crm.ts'
import { type ClaimedRow, claimStatement, type Task } from './claim.ts'
import { handOver } from './hand-over.ts'
import { eventQueue } from './queue-names.ts'
import { Repeater } from './repeater.ts'

/** PostgreSQL's channel on which every insert into the outbox is announced, at its commit. */
export const outboxChannel = 'tessera_outbox'

export interface RelayOptions {
  /** Looks without being woken every so many ms, in case a notification was lost; 2,000 unless said otherwise. */
  readonly pollMs?: number | undefined
  /** Outbox rows taken at once; 200 unless said otherwise. */
  readonly batch?: number | undefined
  /**
   * While more jobs than this wait in the queue of events, the rest stays in the outbox; 1,000 unless said otherwise, of up to 50
   * events each. What a slow hook has no place for does not count, so it stops nobody else.
   */
  readonly mostWaiting?: number | undefined
}

/** So many deliveries are handed over before the relay asks again how many jobs wait. */
const looksEvery = 1000

const looksAgainMs = 50

export interface RelayEvents {
  /** Before each round, and after it. */
  began(): void
  ended(): void
  /** A queue could not be reached; what was taken waits for the sweeper. */
  notHandedOver(): void
}

/**
 * Carries committed events and jobs from the outbox to the queues. Any number of relays may run: each row is taken by one.
 * One that dies between taking and handing over leaves deliveries that the sweeper finds.
 */
export class Relay {
  readonly #crm: Crm
  readonly #queues: Queues
  readonly #batch: number
  readonly #mostWaiting: number
  readonly #events: RelayEvents
  readonly #rounds: Repeater
  /** Deliveries handed over since it last looked at the queue. */
  #unseen = 0
  #unlisten: (() => Promise<void>) | undefined

  constructor(crm: Crm, queues: Queues, options: RelayOptions, events: RelayEvents) {
    this.#crm = crm
    this.#queues = queues
    this.#batch = options.batch ?? 200
    this.#mostWaiting = options.mostWaiting ?? 1000
    this.#events = events
    this.#rounds = new Repeater(
      options.pollMs ?? 2000,
      async () => {
        events.began()
        try {
          do await this.#untilThereIsRoom()
          while (!this.#rounds.closed && (await this.relay()) === this.#batch)
        } finally {
          events.ended()
        }
      },
      (error) => crm.log.error({ err: error }, 'the relay could not carry events over, it tries again'),
    )
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#crm.database.listen(outboxChannel, () => this.wake())
    this.wake()
  }

  /** Looks for work now. */
  wake(): void {
    this.#rounds.wake()
  }

  /** Carries over one batch; how many outbox rows it took. */
  async relay(): Promise<number> {
    const hooks = this.#crm.assembly.hooks.filter((hook) => hook.phase === 'committed')
    const [result] = await this.#crm.database.pipeline([claimStatement(hooks, this.#batch, this.#crm.clock.now())])
    const rows = (result?.rows ?? []) as unknown as ClaimedRow[]
    const tasks = rows.filter((row) => row.id !== null).map(taskOf)
    try {
      if (tasks.length > 0) await handOver(this.#crm, this.#queues, tasks)
      this.#unseen += tasks.length
    } catch (error) {
      this.#events.notHandedOver()
      throw error
    }
    return rows[0]?.claimed ?? 0
  }

  /** Back-pressure: waits while the workers can not keep up. A queue that can not be asked is left to `handOver` to report. */
  async #untilThereIsRoom(): Promise<void> {
    if (this.#unseen < Math.min(looksEvery, this.#mostWaiting)) return
    const queue = this.#queues.queue(eventQueue)
    const waiting = (): Promise<number> => queue.getJobCountByTypes('waiting').catch(() => 0)
    while ((await waiting()) > this.#mostWaiting && !this.#rounds.closed) await sleep(looksAgainMs)
    this.#unseen = 0
  }

  async close(): Promise<void> {
    await this.#unlisten?.()
    await this.#rounds.close()
  }
}

const taskOf = (row: ClaimedRow): Task => ({
  id: row.id ?? '',
  handler: row.handler ?? '',
  kind: row.kind ?? 'event',
  dueAt: row.due_at ?? new Date(0),
  batch: row.batch,
})
