import { type Context, type Id, sql } from '@tessera/core'
import type { PrmModel } from '../../model.ts'

/** Holds the ledger of a reward programme until the transaction ends, so that one at a time calculates, closes or adjusts. */
export async function lockRewards(ctx: Context<typeof PrmModel>, program: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('prm.rewards ' || ${program}::text, 0))`.execute(ctx.db)
}
