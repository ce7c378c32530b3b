import { type AnyEntity, type Context, type Hook, type Id, type On, Partner, sql } from '@tessera/core'
import type { PrmModel } from '../model.ts'

interface Channel {
  readonly manager: Id | null
  readonly team: Id | null
  readonly territory: Id | null
}

/** Rows handed over in one write. */
const batch = 5000

/**
 * Rows of an entity with `channelFields` belong to whoever looks after their partner: when they are made, and when that changes. Stands
 * after the hooks that say whose partner's a new row is.
 */
export const followsPartner = (on: On<typeof PrmModel>, entity: AnyEntity): readonly Hook[] => [
  on(entity).before('create', { batch: true, name: 'channel' }, channelOfPartner),
  on(entity).before('update', { batch: true, name: 'otherChannel', fields: ['partner'] as never }, channelOfPartner),
  on(Partner).after(
    'update',
    { batch: true, name: `${entity.entityName}Channel`, fields: ['prmManager', 'prmTeam', 'prmTerritory'] },
    async (events) => {
      const [first] = events
      if (!first) return
      const ctx = first.ctx.asSystem('hands rows of a partner to who looks after it') as Context
      const table = ctx.registry.entity(entity.entityName).table
      const partners = events.map(({ id }) => id)
      for (;;) {
        const { rows } = await sql<Channel & { readonly id: Id }>`
          select r.id, p.prm_manager_id as manager, p.prm_team_id as team, p.prm_territory_id as territory
          from crm.${sql.id(table)} r join crm.partner p on p.id = r.partner_id
          where r.partner_id = any(${partners}::uuid[]) and r.deleted_at is null
            and (r.manager_id, r.team_id, r.territory_id) is distinct from (p.prm_manager_id, p.prm_team_id, p.prm_territory_id)
          order by r.id limit ${batch}`.execute(ctx.db)
        if (rows.length === 0) return
        await ctx.mutate(entity).updateMany(rows.map(({ id, ...patch }) => ({ id, patch: patch as never })))
      }
    },
  ),
]

// Which entity it is varies, so its columns are not known here; that it has these is what `channelFields` is for.
async function channelOfPartner(
  events: readonly { readonly ctx: Context<typeof PrmModel>; readonly row: object }[],
): Promise<never> {
  const [first] = events
  if (!first) return [] as never
  const partners = events.map(({ row }) => (row as { readonly partner?: Id | null }).partner ?? null)
  return (await channelsOf(first.ctx, partners)) as never
}

/** Who looks after partners, in the order asked; a row without a partner is nobody's. */
async function channelsOf(ctx: Context<typeof PrmModel>, partners: readonly (Id | null)[]): Promise<Channel[]> {
  const { rows } = await sql<Channel>`
    select p.prm_manager_id as manager, p.prm_team_id as team, p.prm_territory_id as territory
    from unnest(${partners}::uuid[]) with ordinality a(partner, place) left join crm.partner p on p.id = a.partner
    order by a.place`.execute(ctx.asSystem('looks up who looks after a partner').db)
  return rows
}
