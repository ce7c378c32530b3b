import { setTimeout as sleep } from 'node:timers/promises'
import type { JobsOptions } from 'bullmq'
import type { Queues } from '../queues/queues.ts'
import type { Crm } from '../runtime/crm.ts'
import type { Task } from './claim.ts'
import type { DeliveryId } from './delivery.ts'
import { limitedJobs, queueJobId, queueOf } from './queue-names.ts'

/**
 * The database counts attempts and decides on retries. The queue repeats by itself only where a worker could not even reach
 * the database, and does that until it can.
 */
export const untilItWorks: Pick<JobsOptions, 'attempts' | 'backoff'> = {
  attempts: 1_000_000,
  backoff: { type: 'fixed', delay: 2000 },
}

/** Gives tasks to their queues. One that a queue already holds stays as it is. */
export async function handOver(crm: Crm, queues: Queues, tasks: readonly Task[]): Promise<void> {
  const limited = limitedJobs(crm.assembly)
  const now = crm.clock.now().getTime()
  for (const [name, group] of Map.groupBy(tasks, (task) => queueOf(task, limited))) {
    await queues.queue(name).addBulk(
      group.map((task) => ({
        name: task.handler,
        data: { id: task.id, handler: task.handler } satisfies DeliveryId,
        opts: {
          ...untilItWorks,
          jobId: queueJobId(task),
          delay: Math.max(task.dueAt.getTime() - now, 0),
          // What a queue still remembered could not be added again.
          removeOnComplete: true,
          removeOnFail: true,
        },
      })),
    )
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
