import type { Job, Queue, QueueOptions, Worker, WorkerOptions } from 'bullmq'
import type { Database } from '../database/database.ts'

/** Works on one job; what it returns becomes the job's result, what it throws lets the job be retried or fail. */
export type Processor<Data, Result> = (job: Job<Data, Result>, token?: string, signal?: AbortSignal) => Promise<Result>

/** BullMQ's queues and workers on whichever backend is configured. Made by `openQueues`. */
export interface Queues {
  readonly backend: 'postgres' | 'pglite' | 'redis'
  /** The queue of this name; the same object each time, so options count at the first call only. */
  queue<Data = unknown, Result = unknown>(
    name: string,
    options?: Omit<QueueOptions, 'connection' | 'prefix'>,
  ): Queue<Data, Result>
  /** A worker that starts at once. `signal` of its processor aborts when closing takes too long. */
  worker<Data = unknown, Result = unknown>(
    name: string,
    processor: Processor<Data, Result>,
    options?: Omit<WorkerOptions, 'connection' | 'prefix'>,
  ): Worker<Data, Result>
  /** Stops taking jobs, lets running ones finish for `graceMs` (10 s), then aborts them and ends all connections. */
  close(graceMs?: number): Promise<void>
}

export interface QueuesOptions {
  /** Holds the jobs unless there is a `redisUrl`. */
  readonly database: Database
  readonly redisUrl?: string | undefined
  /** Prefix of all keys in Redis; `tessera` by default. In a database the jobs are always in the schema `bullmq`. */
  readonly prefix?: string | undefined
  /**
   * After how long at most the jobs of a killed worker are taken up by another; 9 s by default. A worker whose event loop
   * stands still for half as long loses its jobs to another while it still works on them.
   */
  readonly recoveryMs?: number | undefined
  /** Told of errors outside any job, such as a lost connection. */
  readonly onError?: ((error: Error) => void) | undefined
}
