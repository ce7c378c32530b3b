import { type Hook, type On, sql } from '@tessera/core'
import { Opportunity, OpportunityStage, type SfaModel } from '../model.ts'

/** Notes when an opportunity enters a stage and when it leaves it. The row of the opportunity is locked meanwhile, so stays never overlap. */
export const stageHistory = (on: On<typeof SfaModel>): Hook =>
  on(Opportunity).after('save', { batch: true, fields: ['stage'], name: 'stageHistory' }, async (events) => {
    const moves = events.filter(({ old, row }) => old?.stage !== row.stage)
    const [first] = moves
    if (!first) return
    const ctx = first.ctx.asSystem('keeps the stage history')
    const { actor } = first.ctx
    const known = moves.filter(({ old }) => old !== null)
    if (known.length > 0) {
      const { rows } = await sql<{ id: string; opportunity: string }>`
        select s.id, s.opportunity_id as opportunity from crm.opportunity_stage s
        where s.opportunity_id = any(${known.map(({ id }) => id)}::uuid[]) and s.left_at is null and s.deleted_at is null`.execute(
        ctx.db,
      )
      const leaving = new Map(known.map(({ id, row }) => [id, row.stageSince]))
      await ctx
        .mutate(OpportunityStage)
        .updateMany(
          rows.map(({ id, opportunity }) => ({ id, patch: { leftAt: leaving.get(opportunity) ?? ctx.now() } })),
        )
    }
    await ctx.mutate(OpportunityStage).createMany(
      moves.map(({ id, old, row }) => ({
        opportunity: id,
        stage: row.stage,
        previous: old?.stage ?? null,
        enteredAt: row.stageSince ?? ctx.now(),
        user: actor.kind === 'user' ? actor.id : null,
      })),
    )
  })
