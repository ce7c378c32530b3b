import { type Context, sql } from '@tessera/core'

/** Holds everybody else who wants the same until this unit of work is done. */
export async function lock(ctx: Pick<Context, 'db'>, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`.execute(ctx.db)
}
