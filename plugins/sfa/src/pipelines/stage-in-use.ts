import { type Context, type Hook, type On, Reject, sql } from '@tessera/core'
import { type SfaModel, Stage } from '../model.ts'

/**
 * Whether its opportunities are open, won or lost hangs on a stage, so neither that nor its pipeline changes while there are any. Whoever
 * enters a stage and whoever changes one wait for each other.
 */
export const stageInUse = (on: On<typeof SfaModel>): Hook =>
  on(Stage).before('update', { batch: true, fields: ['kind', 'pipeline'], name: 'inUse' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('sees whether opportunities are in a stage')
    if (!ctx) return
    await sql`select pg_advisory_xact_lock(hashtextextended('sfa.stages', 0))`.execute(ctx.db)
    const { rows } = await sql<{ name: string; count: number }>`
      select g.name, count(*)::int as count from crm.opportunity o join crm.stage g on g.id = o.stage_id
      where g.id = any(${events.map(({ id }) => id)}::uuid[]) group by g.name order by g.name limit 1`.execute(ctx.db)
    const [used] = rows
    if (used)
      throw new Reject(
        'sfa.stageInUse',
        `${used.count} opportunities are in «${used.name}» (the recycle bin included). Move them, or make another stage.`,
      )
  })

/** Held by whoever moves opportunities, until the transaction ends; any number may hold it at once. */
export async function holdStages(ctx: Context<typeof SfaModel>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('sfa.stages', 0))`.execute(ctx.db)
}
