import { type Context, type Id, sql } from '@tessera/core'
import type { SfaModel } from '../../model.ts'

/** Holds the ledger of a plan until the transaction ends, so that one at a time calculates, closes or reopens. */
export async function lockLedger(ctx: Context<typeof SfaModel>, plan: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('sfa.commission ' || ${plan}::text, 0))`.execute(ctx.db)
}
