import type { ZodType } from 'zod'
import type { AnyModel } from '../model/model.ts'
import type { Context } from '../runtime/context.ts'

/** How far a job is: `done` of `total` units, with a word on what it does now. */
export interface JobProgress {
  readonly done: number
  readonly total?: number
  readonly note?: string
}

/** What a running job gets. */
export interface JobRun<M extends AnyModel, I> {
  readonly input: I
  readonly ctx: Context<M>
  /** The job's id, the same at every attempt. */
  readonly jobId: string
  /** 1 at the first attempt. */
  readonly attempt: number
  progress(progress: JobProgress): Promise<void>
  /** Ends when the worker is asked to stop; long jobs look at it between steps. */
  readonly signal: AbortSignal
}

export interface JobOptions<I> {
  /** Checks the input when it is enqueued and again when the job runs, on what JSON makes of it: a Date arrives as text. */
  readonly input?: ZodType<I>
  /** A cron pattern of five or six fields, in UTC unless `timeZone` (IANA) is given. */
  readonly cron?: string
  readonly timeZone?: string
  /** Run at whole multiples of so many ms since 1970-01-01 UTC. */
  readonly everyMs?: number
  /** Runs begun before it is a dead letter; 8 unless said otherwise. With 1 it is never started twice, even if its worker stops or dies. */
  readonly attempts?: number
  /** First pause between attempts in ms, doubled each time, one hour at most; 1,000 unless said otherwise. */
  readonly backoffMs?: number
  /** How many of this job run at once in one worker; it then has a queue of its own. */
  readonly concurrency?: number
  /** At most `max` runs begin in each `perMs`, over all workers; it then has a queue of its own. */
  readonly rateLimit?: { readonly max: number; readonly perMs: number }
  /** Permissions the job runs with; every right where absent. */
  readonly grants?: readonly string[]
}

/** A job as data. Its id is `<plugin>/<name>`. */
export interface Job<I = unknown> extends JobOptions<I> {
  readonly name: string
  readonly run: (run: JobRun<any, I>) => Promise<unknown>
}

export type AnyJob = Job<any>

export type JobInput<J extends AnyJob> = J extends Job<infer I> ? I : never

/** Declares a job of a model's plugin: `job(PrmModel, 'expire', { cron: '0 3 * * *' }, async ({ ctx }) => { … })`. */
export function job<M extends AnyModel, I = undefined>(
  _model: M,
  name: string,
  options: JobOptions<I>,
  run: (run: JobRun<M, I>) => Promise<unknown>,
): Job<I> {
  return { name, ...options, run: run as Job<I>['run'] }
}
