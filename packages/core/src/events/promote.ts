import type { Job } from 'bullmq'
import { bullmq } from '../queues/bullmq.ts'
import type { Queues } from '../queues/queues.ts'
import { systemClock } from '../runtime/clock.ts'
import type { Crm } from '../runtime/crm.ts'
import { limitedJobs, queueJobId, queueOf } from './queue-names.ts'

/**
 * Queues wait by the machine's clock. Where a test moved the CRM's clock past the time of a delayed job or a retry, this
 * tells the queue that its time has come. Batches never wait.
 */
export async function promoteDue(crm: Crm, queues: Queues): Promise<void> {
  if (crm.clock === systemClock) return
  const [result] = await crm.database.pipeline([
    {
      text: `select d.event_id as id, d.handler, o.kind from tessera.delivery d join tessera.outbox o on o.id = d.event_id
      where d.state = 'pending' and d.due_at <= $1 and d.batch is null`,
      values: [crm.clock.now()],
    },
  ])
  const limited = limitedJobs(crm.assembly)
  for (const task of (result?.rows ?? []) as { id: string; handler: string; kind: 'event' | 'job' }[]) {
    const job = await queues.queue(queueOf(task, limited)).getJob(queueJobId(task))
    if (job) await promote(job)
  }
}

/** Lets a delayed job wait no longer. A worker or another drain may be first, at any moment: then there is nothing to do. */
export async function promote(job: Job): Promise<void> {
  try {
    await job.promote()
  } catch (error) {
    if (!delayedNoLonger(error)) throw error
  }
}

/** BullMQ's answer for a job that waits, runs, or ran and is gone. */
function delayedNoLonger(error: unknown): boolean {
  const { JobNotInState, JobNotExist } = bullmq().ErrorCode
  return error instanceof Error && 'code' in error && (error.code === JobNotInState || error.code === JobNotExist)
}
