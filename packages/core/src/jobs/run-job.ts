import type { Actor } from '../access/actor.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import { begin, type DeliveryId, finish, noteFailure, readDelivery } from '../events/delivery.ts'
import { fail, interruption, noRetry, usualPolicy } from '../events/fail.ts'
import { generationOf, type JobPayload } from '../events/outbox.ts'
import { isInfrastructure, type Outcome } from '../events/outcome.ts'
import { reasonFor } from '../events/recursion.ts'
import type { InstalledJob } from '../plugin/assembly.ts'
import type { Crm } from '../runtime/crm.ts'
import { checkInput } from './input.ts'
import type { JobProgress } from './job.ts'
import { namedUuid } from './named-uuid.ts'

/** What the queue gives a run. */
export interface JobControl {
  readonly signal: AbortSignal
  progress(progress: JobProgress): Promise<void>
}

/** Who a job is: itself with every right, or a service with just the permissions it declares. */
export function jobActor({ id, job }: InstalledJob, runId: string): Actor {
  if (!job.grants) return { kind: 'system', name: id, reason: reasonFor('job', runId) }
  return {
    kind: 'service',
    id: namedUuid(`job ${id}`),
    permissions: new Map(job.grants.map((permission) => [permission, 'all'])),
  }
}

/**
 * Runs one job. Unlike a durable hook it is no single transaction: each call on `ctx` is its own. It happens at least once:
 * a worker that dies in the middle leaves what the job did until then, and another starts it anew. An attempt counts from its
 * beginning, so a job with `attempts: 1` is never started twice.
 */
export async function runJob(crm: Crm, id: DeliveryId, control: JobControl): Promise<Outcome> {
  const delivery = await readDelivery(crm.database, id)
  if (delivery?.state !== 'pending') return { type: 'done' }
  const { row, attempts } = delivery
  if (!row) return fail(crm, id, attempts, noRetry, new TesseraError('EVENT_GONE', { event: id.id }))
  const installed = crm.assembly.jobs.get(id.handler)
  if (!installed) {
    return fail(crm, id, attempts + 1, usualPolicy, new TesseraError('HANDLER_MISSING', { handler: id.handler }))
  }
  const { job } = installed
  const policy = {
    attempts: job.attempts ?? usualPolicy.attempts,
    backoffMs: job.backoffMs ?? usualPolicy.backoffMs,
  }
  let input: unknown
  try {
    input = checkInput(job, (row.payload as JobPayload).input)
  } catch (error) {
    return fail(crm, id, attempts, noRetry, error)
  }
  const attempt = await begin(crm.database, id, policy.attempts, crm.clock.now())
  if (attempt === null) return exhausted(crm, id)
  // Only events count as generations: a job may go on in another run of itself as often as it likes.
  const ctx = crm.as(jobActor(installed, row.id), { requestId: row.request_id, generation: generationOf(row) })
  const { progress, signal } = control
  try {
    await job.run({ input, ctx, jobId: row.id, attempt, progress, signal })
  } catch (error) {
    const blameless = signal.aborted || isInfrastructure(error)
    return blameless && policy.attempts > 1
      ? interrupted(crm, id, attempt, error)
      : fail(crm, id, attempt, policy, error)
  }
  await finish(crm.database, id, crm.clock.now())
  return { type: 'done' }
}

// Its last permitted attempt began and never ended: the worker died. Nobody knows how far it came, so a person decides.
async function exhausted(crm: Crm, id: DeliveryId): Promise<Outcome> {
  const delivery = await readDelivery(crm.database, id)
  if (delivery?.state !== 'pending') return { type: 'done' }
  const { attempts } = delivery
  return fail(crm, id, attempts, noRetry, interruption(id, attempts, delivery))
}

// Stopping a worker, or losing the database, is not the job's fault: the attempt does not count.
async function interrupted(crm: Crm, id: DeliveryId, attempt: number, error: unknown): Promise<Outcome> {
  const now = crm.clock.now()
  const delayMs = isInfrastructure(error) ? usualPolicy.backoffMs : 0
  await noteFailure(crm.database, id, { error, attempts: attempt - 1, now, retryAt: new Date(now.getTime() + delayMs) })
  return { type: 'retry', delayMs, error }
}
