import { type Context, type Id, sql } from '@tessera/core'
import type { SfaModel } from '../model.ts'

/**
 * The members of staff whose performance the actor may see, by the scope of `sfa:performance`: oneself; those of one's teams; of one's
 * territories; all. Nobody for partners and customers. In one statement.
 */
export async function peopleWithin(
  ctx: Context<typeof SfaModel>,
  wanted: readonly Id[] | null,
): Promise<{ readonly id: Id; readonly name: string }[]> {
  const { actor } = ctx
  const scope =
    actor.kind === 'system'
      ? 'all'
      : 'permissions' in actor
        ? (actor.permissions.get('sfa:performance') ?? actor.permissions.get('*'))
        : undefined
  if (scope === undefined) return []
  const self = 'id' in actor ? actor.id : null
  const teams = actor.kind === 'user' && scope !== 'own' ? actor.teams : []
  const territories = actor.kind === 'user' && scope === 'territory' ? actor.territories : []
  const { rows } = await sql<{ id: Id; name: string }>`select u.id, u.name from crm."user" u
    where u.kind = 'staff' and u.deleted_at is null and (${wanted}::uuid[] is null or u.id = any(${wanted}::uuid[]))
      and (${scope === 'all'} or u.id = ${self}::uuid
        or exists (select from crm.team_member m where m.user_id = u.id and m.team_id = any(${teams}::uuid[]) and m.deleted_at is null)
        or exists (select from crm.territory_member m where m.user_id = u.id and m.territory_id = any(${territories}::uuid[]) and m.deleted_at is null))
    order by u.name, u.id`.execute(ctx.asSystem('looks up whose performance may be seen').db)
  return rows
}
