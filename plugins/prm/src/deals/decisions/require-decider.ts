import { type Actor, Reject, type Scope, sql, TesseraError } from '@tessera/core'
import type { Ctx, DealRow } from '../deal-lock.ts'

type Place = Pick<DealRow, 'manager' | 'team' | 'territory'>

/**
 * Who decides is a person of the staff with the permission, over a deal its scope covers; not who registered it, and nobody who works
 * for the partner or one above it.
 * @throws FORBIDDEN; REJECTED with `prm.ownDeal`
 */
export async function requireDecider(ctx: Ctx, deal: DealRow): Promise<string> {
  const { actor } = ctx
  if (actor.kind !== 'user' || !covers(actor, 'prm:approveDeals', deal))
    throw new TesseraError('FORBIDDEN', { who: `This ${actor.kind}`, op: 'decide', what: 'this deal registration' })
  if (deal.registeredBy === actor.id)
    throw new Reject('prm.ownDeal', 'You registered this deal yourself: somebody else has to decide.')
  const { rows } = await sql`
    with recursive above as (
      select id, parent_id from crm.partner where id = ${deal.partner}
      union select p.id, p.parent_id from crm.partner p join above a on p.id = a.parent_id
    )
    select 1 from crm.partner_member m join above a on a.id = m.partner_id
    where m.user_id = ${actor.id} and m.deleted_at is null limit 1`.execute(
    ctx.asSystem('sees whether who decides works for the partner').db,
  )
  if (rows.length > 0)
    throw new Reject('prm.ownDeal', 'You work for this partner, too: somebody else has to decide about its deals.')
  return actor.id
}

/** Whether somebody of the staff holds a permission in a scope that covers a row. The system holds all. */
export function covers(actor: Actor, permission: string, { manager, team, territory }: Place): boolean {
  if (actor.kind === 'system') return true
  if (actor.kind !== 'user' && actor.kind !== 'service') return false
  const scope: Scope | undefined = actor.permissions.get(permission) ?? actor.permissions.get('*')
  if (scope === undefined) return false
  if (scope === 'all') return true
  if (manager === actor.id) return true
  if (actor.kind !== 'user' || scope === 'own') return false
  if (team !== null && actor.teams.includes(team)) return true
  return scope === 'territory' && territory !== null && actor.territories.includes(territory)
}
