import { type Hook, type Id, type On, sql } from '@tessera/core'
import { Opportunity, type SfaModel } from '../model.ts'

/**
 * Whose a new opportunity is, where its input leaves that open: of whoever of the staff makes it; of the owner's team, if he is in just one;
 * of the territory of its account.
 */
export const whose = (on: On<typeof SfaModel>): Hook =>
  on(Opportunity).before('create', { batch: true, name: 'whose' }, async (events) => {
    const [first] = events
    if (!first) return
    const ctx = first.ctx.asSystem('finds whose new opportunities are')
    const maker = first.ctx.actor.kind === 'user' ? first.ctx.actor.id : null
    const owners = events.map(({ row }) => row.owner ?? (row.team || row.territory ? null : maker))
    const { rows } = await sql<{ team: Id | null; territory: Id | null }>`
      select (select min(m.team_id::text)::uuid from crm.team_member m where m.user_id = o.owner and m.deleted_at is null having count(*) = 1) as team,
        a.territory_id as territory
      from unnest(${owners}::uuid[], ${events.map(({ row }) => row.account)}::uuid[]) with ordinality o(owner, account, place)
      left join crm.account a on a.id = o.account order by o.place`.execute(ctx.db)
    return events.map(({ row }, index) => ({
      owner: owners[index] ?? null,
      team: row.team ?? rows[index]?.team ?? null,
      territory: row.territory ?? rows[index]?.territory ?? null,
    }))
  })
