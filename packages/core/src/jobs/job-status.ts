import { limitedJobs, queueJobId, queueOf } from '../events/queue-names.ts'
import type { Id } from '../model/row.ts'
import type { Queues } from '../queues/queues.ts'
import type { Crm } from '../runtime/crm.ts'
import type { JobProgress } from './job.ts'

/** Where a job is. `waiting`: for its time or a worker; `retrying`: failed, waits for its next attempt; `dropped`: another with its key was waiting. */
export type JobState = 'waiting' | 'running' | 'retrying' | 'done' | 'dead' | 'dropped'

export interface JobStatus {
  readonly id: Id
  /** `<plugin>/<name>` */
  readonly job: string
  readonly state: JobState
  /** Attempts begun. */
  readonly attempts: number
  readonly enqueuedAt: Date
  readonly dueAt: Date
  /** What the job last said in this run; null before and after it. */
  readonly progress: JobProgress | null
  readonly lastError: string | null
}

interface StatusRow {
  readonly at: Date
  readonly job: string
  readonly relayed_at: Date | null
  readonly wanted_at: Date
  readonly state: 'pending' | 'done' | 'dead' | null
  readonly attempts: number | null
  readonly due_at: Date | null
  readonly last_error: string | null
}

/** Where the job with an id that `ctx.enqueue` gave is; null once retention has removed it, and for an unknown id. */
export async function jobStatus(crm: Crm, queues: Queues, id: Id): Promise<JobStatus | null> {
  const [result] = await crm.database.pipeline([
    {
      name: 'tessera_job_status',
      text: `select o.at, o.payload ->> 'job' as job, o.relayed_at, coalesce(o.due_at, o.at) as wanted_at, d.state, d.attempts, d.due_at, d.last_error
      from tessera.outbox o left join tessera.delivery d on d.event_id = o.id where o.id = $1 and o.kind = 'job'`,
      values: [id],
    },
  ])
  const row = result?.rows[0] as StatusRow | undefined
  if (!row) return null
  const task = { id, handler: row.job, kind: 'job' as const }
  const queued = await queues.queue(queueOf(task, limitedJobs(crm.assembly))).getJob(queueJobId(task))
  const running = row.state === 'pending' && (await queued?.isActive()) === true
  return {
    id,
    job: row.job,
    state: running ? 'running' : stateOf(row),
    attempts: row.attempts ?? 0,
    enqueuedAt: row.at,
    dueAt: row.due_at ?? row.wanted_at,
    progress:
      typeof queued?.progress === 'object' && queued.progress !== null && 'done' in queued.progress
        ? (queued.progress as JobProgress)
        : null,
    lastError: row.last_error,
  }
}

function stateOf(row: StatusRow): JobState {
  if (row.state === null) return row.relayed_at ? 'dropped' : 'waiting'
  if (row.state === 'pending') return row.attempts === 0 ? 'waiting' : 'retrying'
  return row.state
}
