import { type Context, type Id, sql } from '@tessera/core'
import type { SfaModel } from '../../model.ts'

/** The team in whose scope a person's commission is seen: the first of those the person belongs to. In one statement. */
export async function teamsOf(ctx: Context<typeof SfaModel>, people: readonly Id[]): Promise<ReadonlyMap<Id, Id>> {
  const { rows } = await sql<{ person: Id; team: Id }>`select user_id as person, min(team_id::text)::uuid as team
    from crm.team_member where user_id = any(${[...new Set(people)]}::uuid[]) and deleted_at is null
    group by user_id`.execute(ctx.db)
  return new Map(rows.map(({ person, team }) => [person, team]))
}
