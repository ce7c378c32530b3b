import { type Context, type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { OpportunitySplit, type SfaModel } from '../model.ts'
import { requireOpen } from './closed-stays.ts'
import { lockOpportunities, opportunitiesOf } from './lock-opportunities.ts'

/** Revenue splits of a deal are none, or exactly 100 % together, after every write, by whatever path and however many write at once. */
export const splitsAddUp = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(OpportunitySplit).before('any', { batch: true, name: 'lock' }, async (events) => {
    const [first] = events
    if (!first) return
    const ids = opportunitiesOf(events)
    await lockOpportunities(first.ctx, ids)
    await requireOpen(first.ctx, ids, 'splits')
  }),
  on(OpportunitySplit).after('any', { batch: true, name: 'addUp' }, async (events) => {
    const [first] = events
    if (first) await requireWhole(first.ctx.asSystem('adds up splits'), opportunitiesOf(events))
  }),
]

async function requireWhole(ctx: Context<typeof SfaModel>, opportunities: readonly Id[]): Promise<void> {
  const { rows } = await sql<{ id: Id; name: string; total: string }>`
    select o.id, o.name, trim_scale(sum(s.percent))::text as total
    from crm.opportunity_split s join crm.opportunity o on o.id = s.opportunity_id
    where s.opportunity_id = any(${opportunities}::uuid[]) and s.type = 'revenue' and s.deleted_at is null
    group by o.id, o.name having sum(s.percent) <> 100 order by o.id`.execute(ctx.db)
  const [wrong] = rows
  if (!wrong) return
  throw new Reject(
    'sfa.splitTotal',
    `The revenue splits of «${wrong.name}» would add up to ${wrong.total} %, but must add up to exactly 100 %. Write all of them together, with \`setOpportunitySplits\` or as one bulk write.`,
    { opportunity: wrong.id, total: wrong.total },
  )
}
