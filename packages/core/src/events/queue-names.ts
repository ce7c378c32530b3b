import type { Assembly } from '../plugin/assembly.ts'
import type { Task } from './claim.ts'

/** The queue of all deliveries to durable hooks. */
export const eventQueue = 'events'
/** The queue of all jobs without limits of their own. */
export const jobQueue = 'jobs'
/** The queue whose jobs are the ticks of schedules. */
export const scheduleQueue = 'schedules'

/** The jobs that have a queue of their own, because they limit how many run at once or in a time, by id. */
export function limitedJobs(assembly: Assembly): Map<string, string> {
  const limited = [...assembly.jobs.values()].filter(
    ({ job }) => job.concurrency !== undefined || job.rateLimit !== undefined,
  )
  return new Map(limited.map(({ id }) => [id, `${jobQueue}.${id.replaceAll('/', '.')}`]))
}

/** The queue a task goes to. */
export function queueOf(task: Pick<Task, 'kind' | 'handler'>, limited: ReadonlyMap<string, string>): string {
  return task.kind === 'event' ? eventQueue : (limited.get(task.handler) ?? jobQueue)
}

/**
 * The id under which a delivery, or the batch it travels in, is in its queue: adding it twice changes nothing. BullMQ allows
 * neither integers nor colons.
 */
export function queueJobId({ id, handler, batch }: Pick<Task, 'id' | 'handler' | 'batch'>): string {
  const name = handler.replaceAll('%', '%25').replaceAll(':', '%3A')
  return batch ? `${batch}+${name}` : `${id}~${name}`
}
