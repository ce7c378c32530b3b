import type { Queues } from '../queues/queues.ts'
import type { Crm } from '../runtime/crm.ts'
import { type ClaimedRow, claimStatement, type Task } from './claim.ts'
import { handOver } from './hand-over.ts'
import { Repeater } from './repeater.ts'

/** PostgreSQL's channel on which every insert into the outbox is announced, at its commit. */
export const outboxChannel = 'tessera_outbox'

export interface RelayOptions {
  /** Looks without being woken every so many ms, in case a notification was lost; 2,000 unless said otherwise. */
  readonly pollMs?: number | undefined
  /** Outbox rows taken at once; 200 unless said otherwise. */
  readonly batch?: number | undefined
}

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
  readonly #events: RelayEvents
  readonly #rounds: Repeater
  #unlisten: (() => Promise<void>) | undefined

  constructor(crm: Crm, queues: Queues, options: RelayOptions, events: RelayEvents) {
    this.#crm = crm
    this.#queues = queues
    this.#batch = options.batch ?? 200
    this.#events = events
    this.#rounds = new Repeater(
      options.pollMs ?? 2000,
      async () => {
        events.began()
        try {
          while ((await this.relay()) === this.#batch && !this.#rounds.closed);
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
    } catch (error) {
      this.#events.notHandedOver()
      throw error
    }
    return rows[0]?.claimed ?? 0
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
})
