import { type Hook, type Id, type On, sql } from '@tessera/core'
import { ForecastOverride, Quota, type SfaModel } from '../model.ts'

/**
 * What is said of a person is seen by his team too, as it is when it is said: else a manager who sees his team would not see what he
 * himself expects of its people. Of several teams it is the one that was made first.
 */
export const seenByTeam = (on: On<typeof SfaModel>): readonly Hook[] =>
  ([ForecastOverride, Quota] as const).map((entity) =>
    on(entity).before('save', { batch: true, fields: ['user', 'team'], name: 'seenBy' }, async (events) => {
      const ctx = events[0]?.ctx.asSystem('finds the teams of people')
      if (!ctx) return []
      const { rows } = await sql<{ team: Id | null }>`
        select (select m.team_id from crm.team_member m where m.user_id = u.id and m.deleted_at is null order by m.team_id limit 1) as team
        from unnest(${events.map(({ row }) => row.user)}::uuid[]) with ordinality u(id, place) order by u.place`.execute(
        ctx.db,
      )
      return events.map(({ row }, index) => ({ seenBy: row.team ?? rows[index]?.team ?? null }))
    }),
  )
