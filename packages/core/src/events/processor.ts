import type { Job } from 'bullmq'
import { bullmq } from '../queues/bullmq.ts'
import type { Queued } from './delivery.ts'
import type { FairShare, Place } from './fair-share.ts'
import type { Outcome } from './outcome.ts'

/** How long a delivery waits for the worker that has it in hand. */
const waitMs = 250

export type QueueJob = Job<Queued>

/**
 * Joins a queue's job with the work on its delivery: what is to be tried again goes back to the queue with its pause, all
 * else leaves it. An error that gets out of `work` is one of the database's; the queue tries again by itself.
 */
export async function settle(
  job: QueueJob,
  token: string | undefined,
  share: FairShare,
  work: (place: Place) => Promise<Outcome>,
): Promise<void> {
  const place = share.enter(job.data.handler)
  if (!place) return sendAway(job, token, share)
  let outcome: Outcome
  try {
    outcome = await work(place)
  } finally {
    share.leave(place)
  }
  if (outcome.type === 'retry') await postpone(job, token, outcome.delayMs)
  if (outcome.type === 'busy') await postpone(job, token, waitMs)
}

async function sendAway(job: QueueJob, token: string | undefined, share: FairShare): Promise<never> {
  const startedAt = performance.now()
  try {
    return await postpone(job, token, share.away(job.data.handler))
  } finally {
    share.sentAway(performance.now() - startedAt)
  }
}

async function postpone(job: QueueJob, token: string | undefined, delayMs: number): Promise<never> {
  await job.moveToDelayed(Date.now() + Math.max(delayMs, 1), token)
  throw new (bullmq().DelayedError)()
}
