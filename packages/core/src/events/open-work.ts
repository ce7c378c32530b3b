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

/** What is open now, or becomes due until `horizon`. Jobs that are to start later are no open work; retries always are. */
export async function openWork(database: Database, horizon: Date): Promise<OpenWork> {
  const [outbox, pending] = await database.pipeline([
    { name: 'tessera_open_outbox', text: 'select count(*)::int as count from tessera.outbox where relayed_at is null' },
    {
      name: 'tessera_open_deliveries',
      text: `select event_id as "eventId", handler, attempts, due_at as "dueAt", split_part(last_error, E'\\n', 1) as "lastError"
        from tessera.delivery where state = 'pending' and (due_at <= $1 or attempts > 0) order by due_at limit 20`,
      values: [horizon],
    },
  ])
  return {
    unrelayed: (outbox?.rows[0]?.count as number | undefined) ?? 0,
    deliveries: (pending?.rows ?? []) as unknown as OpenDelivery[],
  }
}

/** Open work in one sentence. */
export function describe({ unrelayed, deliveries }: OpenWork): string {
  const lines = deliveries.map(({ eventId, handler, attempts, dueAt, lastError }) => {
    const error = lastError ? ` (${lastError})` : ''
    return `${handler} of ${eventId}, due ${dueAt.toISOString()} after ${attempts} attempts${error}`
  })
  return [`${unrelayed} events not yet relayed`, ...lines].join('; ')
}
