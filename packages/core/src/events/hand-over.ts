import { setTimeout as sleep } from 'node:timers/promises'
import type { JobsOptions } from 'bullmq'
import type { Queues } from '../queues/queues.ts'
import type { Crm } from '../runtime/crm.ts'
import type { Task } from './claim.ts'
import type { Queued } from './delivery.ts'
import { limitedJobs, queueJobId, queueOf } from './queue-names.ts'

/**
 * The database counts attempts and decides on retries. The queue repeats by itself only where a worker could not even reach
 * the database, and does that until it can.
 */
export const untilItWorks: Pick<JobsOptions, 'attempts' | 'backoff'> = {
  attempts: 1_000_000,
  backoff: { type: 'fixed', delay: 2000 },
}

/** Gives tasks to their queues, those of a batch as one job. What a queue already holds stays as it is. */
export async function handOver(crm: Crm, queues: Queues, tasks: readonly Task[]): Promise<void> {
  const limited = limitedJobs(crm.assembly)
  const now = crm.clock.now().getTime()
  for (const [name, group] of Map.groupBy(tasks, (task) => queueOf(task, limited))) {
    await queues
      .queue(name)
      .addBulk([...Map.groupBy(group, queueJobId).values()].map((together) => jobOf(together, now)))
  }
}

/** One job for deliveries that travel together, one at least. */
function jobOf(together: readonly Task[], now: number): { name: string; data: Queued; opts: JobsOptions } {
  const { id, handler, batch = null, dueAt } = together[0] as Task
  return {
    name: handler,
    data: batch ? { id: batch, handler, events: together.map((task) => task.id) } : { id, handler },
    opts: {
      ...untilItWorks,
      jobId: queueJobId({ id, handler, batch }),
      delay: Math.max(dueAt.getTime() - now, 0),
      // What a queue still remembered could not be added again.
      removeOnComplete: true,
      removeOnFail: true,
    },
  }
}

/** Takes a delivery out of its queue. A worker that is just finishing with it gets a moment to do so. */
export async function takeBack(crm: Crm, queues: Queues, task: Pick<Task, 'id' | 'handler' | 'kind'>): Promise<void> {
  const queue = queues.queue(queueOf(task, limitedJobs(crm.assembly)))
  const id = queueJobId(task)
  for (let look = 1; look <= 20 && (await queue.getJob(id)); look++) {
    if ((await queue.remove(id)) === 1) return
    await sleep(50)
  }
}
