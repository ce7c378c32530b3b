import type { Queues } from '../queues/queues.ts'
import type { Crm } from '../runtime/crm.ts'
import type { Task } from './claim.ts'
import { handOver } from './hand-over.ts'
import { Repeater } from './repeater.ts'

export interface SweeperOptions {
  /** Looks every so many ms; 5,000 unless said otherwise. */
  readonly sweepMs?: number | undefined
  /** A delivery that should have been worked on this many ms ago is handed over again; 30,000 unless said otherwise. */
  readonly overdueMs?: number | undefined
}

const page = 500

interface OverdueRow {
  readonly event_id: string
  readonly handler: string
  readonly kind: 'event' | 'job' | null
  readonly due_at: Date
  readonly batch: string | null
}

/**
 * Hands deliveries over again that are long overdue: their queue may have lost them (Redis was emptied or came back from an
 * old copy), or a relay died before it handed them over. What a queue still holds is not touched by that. So no event is
 * lost whatever happens to the queues.
 */
export class Sweeper {
  readonly #crm: Crm
  readonly #queues: Queues
  readonly #overdueMs: number
  readonly #rounds: Repeater
  #restUntil = 0
  #lossExpected = true

  constructor(crm: Crm, queues: Queues, options: SweeperOptions) {
    this.#crm = crm
    this.#queues = queues
    this.#overdueMs = options.overdueMs ?? 30_000
    this.#rounds = new Repeater(
      options.sweepMs ?? 5000,
      () => this.#round(),
      (error) => crm.log.error({ err: error }, 'the sweeper failed, it tries again'),
    )
  }

  start(): void {
    this.#rounds.wake()
  }

  /** The next round looks at everything that is due, as the first one does. */
  expectLoss(): void {
    this.#lossExpected = true
  }

  /** Hands over everything that was due so many ms ago; how many deliveries that were. */
  async sweep(overdueMs: number): Promise<number> {
    const before = new Date(this.#crm.clock.now().getTime() - overdueMs)
    let after: OverdueRow | undefined
    let count = 0
    let held: Task[] = []
    for (;;) {
      const rows = await this.#overdue(before, after)
      after = rows.at(-1)
      const isLast = rows.length < page
      // All of a batch were due at the same moment; it goes as a whole, though its deliveries stand on two pages.
      const mayGoOn = (task: Task): boolean =>
        !isLast && task.batch !== null && task.dueAt.getTime() === after?.due_at.getTime()
      const tasks = [...held, ...rows.map(taskOf)]
      held = tasks.filter(mayGoOn)
      const whole = tasks.filter((task) => !mayGoOn(task))
      if (whole.length > 0) await handOver(this.#crm, this.#queues, whole)
      count += rows.length
      if (isLast || this.#rounds.closed) return count
    }
  }

  async close(): Promise<void> {
    await this.#rounds.close()
  }

  // A long backlog is overdue without being lost. Looking through it may take a twentieth of the time, not more. What was lost
  // meanwhile does not wait for that.
  async #round(): Promise<void> {
    const started = Date.now()
    if (started < this.#restUntil && !this.#lossExpected) return
    // After a crash, or when a queue was away, nothing waits to be overdue: what a queue holds already is not added twice.
    const overdueMs = this.#lossExpected ? 0 : this.#overdueMs
    this.#lossExpected = false
    try {
      await this.sweep(overdueMs)
    } catch (error) {
      this.#lossExpected = true
      throw error
    }
    this.#restUntil = Date.now() + 20 * (Date.now() - started)
  }

  async #overdue(before: Date, after: OverdueRow | undefined): Promise<OverdueRow[]> {
    const [result] = await this.#crm.database.pipeline([
      {
        name: 'tessera_overdue',
        text: `select d.event_id, d.handler, d.due_at, d.batch, (select o.kind from tessera.outbox o where o.id = d.event_id limit 1) as kind
        from tessera.delivery d where d.state = 'pending' and d.due_at <= $1 and ($2::timestamptz is null or (d.due_at, d.event_id, d.handler) > ($2, $3::uuid, $4))
        order by d.due_at, d.event_id, d.handler limit ${page}`,
        values: [before, after?.due_at ?? null, after?.event_id ?? null, after?.handler ?? null],
      },
    ])
    return (result?.rows ?? []) as unknown as OverdueRow[]
  }
}

const taskOf = (row: OverdueRow): Task => ({
  id: row.event_id,
  handler: row.handler,
  kind: row.kind ?? 'event',
  dueAt: row.due_at,
  batch: row.batch,
})
