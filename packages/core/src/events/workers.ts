import type { Job, Worker } from 'bullmq'
import { inBackground } from '../database/index.ts'
import { runJob } from '../jobs/run-job.ts'
import { keepSchedules, type Tick, tick } from '../jobs/schedules.ts'
import { ensurePartitions } from '../migrations/partitions/ensure-partitions.ts'
import type { Processor, Queues } from '../queues/queues.ts'
import type { Crm } from '../runtime/crm.ts'
import { deliver } from './deliver.ts'
import { deliverBatch } from './deliver-batch.ts'
import { FairShare, type Place } from './fair-share.ts'
import type { Outcome } from './outcome.ts'
import { type QueueJob, settle } from './processor.ts'
import { promoteDue } from './promote.ts'
import { eventQueue, jobQueue, limitedJobs, scheduleQueue } from './queue-names.ts'
import { Activity, untilQuiet } from './quiet.ts'
import { Relay, type RelayOptions } from './relay.ts'
import { Repeater } from './repeater.ts'
import { type RetentionOptions, removeOldEvents } from './retention.ts'
import { Sweeper, type SweeperOptions } from './sweeper.ts'

export interface WorkersOptions extends RelayOptions, SweeperOptions, RetentionOptions {
  /** Deliver events to durable hooks; true unless said otherwise. */
  readonly events?: boolean
  /** Run jobs and their schedules; true unless said otherwise. */
  readonly jobs?: boolean
  /** Carry the outbox to the queues, find what got lost, remove what is old; true unless said otherwise. */
  readonly relay?: boolean
  /** How many deliveries, and how many jobs, run at once in this process; 5 unless said otherwise. Each delivery holds a database connection. */
  readonly concurrency?: number
  /** How long `close` waits for running jobs; 10,000 ms unless said otherwise. */
  readonly closeMs?: number
}

/** Workers of this process. Made by `startWorkers`. */
export interface Workers {
  /**
   * Waits until all that was written has had its effects: outbox relayed, deliveries done or dead, jobs run.
   * @throws DRAIN_TIMEOUT after `timeoutMs` (15,000 unless said otherwise), saying what is open
   */
  drain(timeoutMs?: number): Promise<void>
  /** Stops taking work, tells running jobs to stop, and waits for what runs; what does not end in time is done again elsewhere. */
  close(): Promise<void>
}

const minuteMs = 60_000
const tidyMs = 600_000
/** Partitions of audit and outbox are made this many months before their time. */
const monthsAhead = 3

/**
 * Starts what carries events and jobs in this process; `tessera start` and `tessera worker` both do. Any number of processes
 * may: on one database, with one set of queues.
 *
 * @example
 * const workers = await startWorkers(crm, queues)
 * await crm.system('seed', 'example').mutate(Account).create({ name: 'Acme' })
 * await workers.drain()     // every durable hook of the new account has run
 * await workers.close()
 */
export async function startWorkers(crm: Crm, queues: Queues, options: WorkersOptions = {}): Promise<Workers> {
  const fleet = new Fleet(crm, queues, options)
  try {
    await fleet.start()
  } catch (error) {
    await fleet.close()
    throw error
  }
  return { drain: (timeoutMs) => fleet.drain(timeoutMs ?? 15_000), close: () => fleet.close() }
}

interface WorkLimits {
  readonly limiter?: { readonly max: number; readonly duration: number } | undefined
  /** Whether several handlers share the queue, so that none may take all places. */
  readonly shared?: boolean
}

class Fleet {
  readonly #crm: Crm
  readonly #queues: Queues
  readonly #options: WorkersOptions
  readonly #activity = new Activity()
  readonly #stop = new AbortController()
  readonly #workers: Pick<Worker, 'close'>[] = []
  readonly #housekeeping: Repeater[] = []
  #relay: Relay | undefined
  #sweeper: Sweeper | undefined
  #closing: Promise<void> | undefined

  constructor(crm: Crm, queues: Queues, options: WorkersOptions) {
    this.#crm = crm
    this.#queues = queues
    this.#options = options
  }

  async start(): Promise<void> {
    const { events = true, jobs = true, relay = true, concurrency = 5 } = this.#options
    if (events) this.#startEvents(concurrency)
    if (jobs) await this.#startJobs(concurrency)
    if (relay) await this.#startRelay()
  }

  #startEvents(concurrency: number): void {
    this.#work(eventQueue, concurrency, ({ data, stalledCounter: deaths }, signal, place, share) =>
      data.events
        ? deliverBatch(this.#crm, data, { queues: this.#queues, share, place, deaths, signal })
        : deliver(this.#crm, data, deaths),
    )
  }

  async drain(timeoutMs: number): Promise<void> {
    await promoteDue(this.#crm, this.#queues)
    await untilQuiet(this.#crm, this.#activity, timeoutMs, () => this.#relay?.wake())
  }

  #work(
    queue: string,
    concurrency: number,
    work: (job: QueueJob, signal: AbortSignal, place: Place, share: FairShare) => Promise<Outcome>,
    limits: WorkLimits = {},
  ): void {
    const share = new FairShare(limits.shared === false ? Number.POSITIVE_INFINITY : concurrency)
    const process = async (job: QueueJob, token?: string, signal?: AbortSignal): Promise<void> => {
      this.#activity.began()
      try {
        const ends = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal
        await settle(job, token, share, (place) => work(job, ends, place, share))
      } finally {
        this.#activity.ended()
      }
    }
    this.#workers.push(this.#worker(queue, process, concurrency, limits.limiter))
  }

  async #startJobs(concurrency: number): Promise<void> {
    const run = (job: QueueJob, signal: AbortSignal): Promise<Outcome> =>
      runJob(this.#crm, job.data, {
        signal,
        progress: (progress) => job.updateProgress({ ...progress }),
      })
    this.#work(jobQueue, concurrency, run)
    for (const [id, queue] of limitedJobs(this.#crm.assembly)) {
      const job = this.#crm.assembly.jobs.get(id)?.job
      const limiter = job?.rateLimit ? { max: job.rateLimit.max, duration: job.rateLimit.perMs } : undefined
      this.#work(queue, job?.concurrency ?? concurrency, run, { limiter, shared: false })
    }
    const schedules = this.#queues.queue(scheduleQueue)
    await keepSchedules(this.#crm, schedules, { remove: true })
    this.#repeat(minuteMs, 'schedules could not be checked', () =>
      keepSchedules(this.#crm, schedules, { remove: false }),
    )
    this.#workers.push(this.#worker(scheduleQueue, async (job: Job<Tick>) => tick(this.#crm, job), 1))
  }

  async #startRelay(): Promise<void> {
    const sweeper = new Sweeper(this.#crm, this.#queues, this.#options)
    this.#sweeper = sweeper
    this.#relay = new Relay(this.#crm, this.#queues, this.#options, {
      began: () => this.#activity.began(),
      ended: () => this.#activity.ended(),
      notHandedOver: () => sweeper.expectLoss(),
    })
    await this.#relay.start()
    sweeper.start()
    this.#repeat(tidyMs, 'the outbox could not be tidied', async () => {
      await ensurePartitions(this.#crm.database, this.#crm.clock.now(), monthsAhead)
      await removeOldEvents(this.#crm, this.#options)
    })
  }

  #worker<Data>(
    queue: string,
    process: Processor<Data, void>,
    concurrency: number,
    limiter?: WorkLimits['limiter'],
  ): Worker<Data, void> {
    const behind: Processor<Data, void> = (job, token, signal) => inBackground(() => process(job, token, signal))
    // A worker that dies is no fault of the delivery; how often it may fail is counted in the database.
    return this.#queues.worker(queue, behind, {
      concurrency,
      ...(limiter ? { limiter } : {}),
      maxStalledCount: 1_000_000,
    })
  }

  #repeat(everyMs: number, failure: string, round: () => Promise<void>): void {
    const repeater = new Repeater(everyMs, round, (error) => this.#crm.log.error({ err: error }, failure))
    repeater.rest()
    this.#housekeeping.push(repeater)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#stop.abort(new Error('the worker is stopping'))
    await Promise.all([
      this.#relay?.close(),
      this.#sweeper?.close(),
      ...this.#housekeeping.map((repeater) => repeater.close()),
    ])
    const ended = Promise.all(this.#workers.map((worker) => worker.close()))
    const { promise: tooLong, resolve } = Promise.withResolvers<'tooLong'>()
    const timer = setTimeout(() => resolve('tooLong'), this.#options.closeMs ?? 10_000)
    if ((await Promise.race([ended, tooLong])) === 'tooLong')
      this.#crm.log.warn('work was still running when the worker stopped, it is done again elsewhere')
    clearTimeout(timer)
  }
}
