import { uuidv7 } from 'uuidv7'
import type { Actor } from '../access/actor.ts'
import type { Statement } from '../database/database.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { JobPayload, OutboxActor } from '../events/outbox.ts'
import type { Id } from '../model/row.ts'
import type { Assembly } from '../plugin/assembly.ts'
import { checkInput } from './input.ts'
import type { AnyJob } from './job.ts'

export interface EnqueueCall {
  readonly actor: Actor
  readonly requestId: string
  readonly now: Date
  /** How many durable events led to this call. */
  readonly generation?: number | undefined
  readonly delayMs?: number | undefined
  readonly key?: string | undefined
}

/** A job on its way into the outbox. */
export interface Enqueued {
  /** The job's id, by which `jobStatus` finds it. */
  readonly id: Id
  /** Inserts it; belongs into the transaction that the job is to follow. */
  readonly statement: Statement
}

/**
 * What `ctx.enqueue` writes: an outbox row, in the caller's transaction, so that the job exists exactly if what it was
 * enqueued with exists. The input is checked now, in the form in which the job will read it.
 * @throws JOB_UNKNOWN, VALIDATION
 */
export function enqueueStatement(assembly: Assembly, job: AnyJob, input: unknown, call: EnqueueCall): Enqueued {
  const jobId = assembly.jobId(job)
  if (jobId === undefined) throw new TesseraError('JOB_UNKNOWN', { job: job.name })
  const kept = asJson(input)
  checkInput(job, kept)
  const payload: JobPayload = { job: jobId, input: kept, key: call.key ?? null }
  const dueAt = call.delayMs ? new Date(call.now.getTime() + call.delayMs) : null
  const id = uuidv7()
  return {
    id,
    statement: {
      name: 'tessera_enqueue',
      text: `insert into tessera.outbox (id, at, kind, payload, actor, request_id, due_at) values ($1, $2, 'job', $3, $4, $5, $6)`,
      values: [
        id,
        call.now,
        JSON.stringify(payload),
        JSON.stringify(outboxActor(call.actor, call.generation ?? 0)),
        call.requestId,
        dueAt,
      ],
    },
  }
}

function outboxActor(actor: Actor, depth: number): OutboxActor {
  const system = actor.kind === 'system' ? actor : null
  return {
    kind: actor.kind,
    id: 'id' in actor ? actor.id : null,
    name: system?.name ?? null,
    reason: system?.reason ?? null,
    depth,
  }
}

/** The input as the outbox keeps it. */
function asJson(input: unknown): unknown {
  try {
    return input === undefined ? undefined : JSON.parse(JSON.stringify(input))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new TesseraError(
      'VALIDATION',
      {},
      { issues: [{ path: ['input'], code: 'JOB_INPUT', message: `It can not be kept as JSON: ${message}` }] },
    )
  }
}
