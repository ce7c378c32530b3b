import type { Database } from '../database/database.ts'
import type { DeliveryId } from './delivery.ts'

/** How many steps of a chain an error shows. */
const shown = 6

/** Why a durable hook or job acts: stands in the audit of all it writes, and leads back to what woke it. `id` is that of the first event. */
export const reasonFor = (kind: 'event' | 'job', id: string, count = 1): string => {
  if (kind === 'job') return `job ${id}`
  return count === 1 ? `committed hook of event ${id}` : `committed hook of ${count} events, the first is ${id}`
}

/** The last steps that led to a delivery, for a person: `account.update -> prm/account.committed.update -> …`. */
export async function chainOf(database: Database, { id, handler }: DeliveryId): Promise<string> {
  const [result] = await database.pipeline([
    {
      text: `with recursive up as (
        select o.entity, o.operation, o.payload ->> 'job' as job, o.actor, 1 as step from tessera.outbox o where o.id = $1
        union all
        select o.entity, o.operation, o.payload ->> 'job', o.actor, step + 1 from up
          join tessera.outbox o on o.id = substring(up.actor ->> 'reason' from '[0-9a-f]{8}-[0-9a-f-]{27}$')::uuid
          where step < $2)
      select coalesce(job, entity || '.' || operation) as what, actor ->> 'name' as by from up order by step desc`,
      values: [id, shown],
    },
  ])
  const steps = (result?.rows ?? []) as { what: string; by: string | null }[]
  return [...steps.flatMap(({ what, by }) => (by ? [by, what] : [what])), handler].join(' -> ')
}
