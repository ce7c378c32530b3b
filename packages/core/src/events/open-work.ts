import type { Database } from '../database/database.ts'

/** What is still to be done. */
export interface OpenWork {
  /** Outbox rows no relay has taken. */
  readonly unrelayed: number
  /** Deliveries that are being worked on or will be until the horizon, the first 20. */
  readonly deliveries: readonly OpenDelivery[]
}

export interface OpenDelivery {
  readonly eventId: string
  readonly handler: string
  readonly attempts: number
  readonly dueAt: Date
  /** The first line of its last error. */
  readonly lastError: string | null
}

/**
 * What is open now, or becomes due until `horizon`. Jobs that are to start later are no open work; retries always are. One statement,
 * so one snapshot: a hook's commit between two would show neither its delivery nor the event that it wrote.
 */
export async function openWork(database: Database, horizon: Date): Promise<OpenWork> {
  const [result] = await database.pipeline([
    {
      name: 'tessera_open_work',
      text: `select (select count(*)::int from tessera.outbox where relayed_at is null) as unrelayed,
        d.event_id as "eventId", d.handler, d.attempts, d.due_at as "dueAt", split_part(d.last_error, E'\\n', 1) as "lastError"
        from (select 1) one left join lateral (
          select * from tessera.delivery where state = 'pending' and (due_at <= $1 or attempts > 0) order by due_at limit 20) d on true
        order by d.due_at`,
      values: [horizon],
    },
  ])
  const rows = (result?.rows ?? []) as unknown as ({ readonly unrelayed: number } & OpenDelivery)[]
  return { unrelayed: rows[0]?.unrelayed ?? 0, deliveries: rows.filter(({ eventId }) => eventId !== null) }
}

/** Open work in one sentence. */
export function describe({ unrelayed, deliveries }: OpenWork): string {
  const lines = deliveries.map(({ eventId, handler, attempts, dueAt, lastError }) => {
    const error = lastError ? ` (${lastError})` : ''
    return `${handler} of ${eventId}, due ${dueAt.toISOString()} after ${attempts} attempts${error}`
  })
  return [`${unrelayed} events not yet relayed`, ...lines].join('; ')
}
