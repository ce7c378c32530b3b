import type { Job, Queue } from 'bullmq'
import { TesseraError } from '../errors/tessera-error.ts'
import { untilItWorks } from '../events/hand-over.ts'
import type { JobPayload, OutboxActor } from '../events/outbox.ts'
import type { InstalledJob } from '../plugin/assembly.ts'
import type { Crm } from '../runtime/crm.ts'
import { exclusively } from './exclusively.ts'
import { checkInput, scheduledInput } from './input.ts'
import { namedUuid } from './named-uuid.ts'

/** What a tick of a schedule carries. */
export interface Tick {
  readonly job: string
}

interface Schedule {
  readonly pattern?: string
  readonly tz?: string
  readonly every?: number
}

/**
 * Brings the queue's schedules in line with what the installed jobs declare. `remove` takes away those of jobs that are no
 * longer there; a worker does that when it starts, and later only puts back what a queue has lost. Unchanged schedules
 * keep their next tick, so that a restart neither skips nor repeats one; of those missed while no worker ran, one runs.
 * @throws JOB_SCHEDULE for a pattern or time zone that can not be read
 */
export async function keepSchedules(crm: Crm, queue: Queue, options: { readonly remove: boolean }): Promise<void> {
  // Refused before any is touched.
  for (const installed of crm.assembly.jobs.values()) scheduleOf(installed)
  await exclusively(crm.database, 'tessera.schedules', () => keep(crm, queue, options.remove))
}

async function keep(crm: Crm, queue: Queue, remove: boolean): Promise<void> {
  const known = new Map((await queue.getJobSchedulers(0, -1, true)).map((scheduler) => [scheduler.key, scheduler]))
  for (const installed of crm.assembly.jobs.values()) {
    const wanted = scheduleOf(installed)
    if (!wanted) continue
    const found = known.get(installed.id)
    known.delete(installed.id)
    const same = found && found.pattern === wanted.pattern && found.tz === wanted.tz && found.every === wanted.every
    // A tick that is overdue because no worker was there is still in the queue, and runs now.
    if (same && (await queue.getJob(`repeat:${installed.id}:${found.next}`))) continue
    await upsert(queue, installed.id, wanted)
  }
  if (remove) for (const id of known.keys()) await queue.removeJobScheduler(id)
}

async function upsert(queue: Queue, id: string, schedule: Schedule): Promise<void> {
  // Whole multiples of the interval since 1970, so that workers that start at the same moment mean the same tick.
  const startDate =
    schedule.every === undefined ? undefined : Math.ceil((Date.now() + 1) / schedule.every) * schedule.every
  try {
    await queue.upsertJobScheduler(
      id,
      { ...schedule, ...(startDate === undefined ? {} : { startDate }) },
      {
        name: id,
        data: { job: id } satisfies Tick,
        opts: { ...untilItWorks, removeOnComplete: true, removeOnFail: true },
      },
    )
  } catch (error) {
    throw new TesseraError(
      'JOB_SCHEDULE',
      { job: id, why: error instanceof Error ? error.message : String(error) },
      { cause: error },
    )
  }
}

/** @throws JOB_SCHEDULE */
function scheduleOf({ id, job }: InstalledJob): Schedule | null {
  if (job.cron === undefined && job.everyMs === undefined) return null
  const refuse = (why: string): never => {
    throw new TesseraError('JOB_SCHEDULE', { job: id, why })
  }
  if (job.cron !== undefined && job.everyMs !== undefined) refuse('it has both `cron` and `everyMs`; keep one')
  if (job.everyMs !== undefined && !(job.everyMs >= 1)) refuse('`everyMs` must be at least 1')
  if (job.timeZone !== undefined && !isTimeZone(job.timeZone))
    refuse(`«${job.timeZone}» is no IANA time zone such as Europe/Berlin`)
  try {
    checkInput(job, scheduledInput(job))
  } catch {
    refuse('its input schema asks for values, which a schedule has not; give them defaults')
  }
  // Without a time zone cron would follow the machine's.
  return job.cron === undefined ? { every: job.everyMs as number } : { pattern: job.cron, tz: job.timeZone ?? 'UTC' }
}

/**
 * One tick: puts the job into the outbox, under an id made of schedule and time. However many workers see the tick, and
 * however often, there is one run. While a run waits to be started, further ticks add none.
 */
export async function tick(crm: Crm, { id = '', data }: Job<Tick>): Promise<void> {
  const installed = crm.assembly.jobs.get(data.job)
  if (!installed) return
  const at = new Date(Number(id.slice(id.lastIndexOf(':') + 1)))
  const input = scheduledInput(installed.job)
  const payload: JobPayload = { job: data.job, input, key: '~schedule' }
  const actor: OutboxActor = {
    kind: 'system',
    id: null,
    name: 'core/schedules',
    reason: `schedule of ${data.job}`,
    depth: 0,
  }
  const outboxId = namedUuid(`tick ${id}`)
  await crm.database.pipeline([
    {
      name: 'tessera_tick',
      text: `insert into tessera.outbox (id, at, kind, payload, actor, request_id) values ($1, $2, 'job', $3, $4, $5) on conflict (id, at) do nothing`,
      values: [outboxId, at, JSON.stringify(payload), JSON.stringify(actor), outboxId],
    },
  ])
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
