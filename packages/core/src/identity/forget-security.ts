import { job } from '../jobs/job.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import { IdentityModel } from './model.ts'
import { identitySettings } from './settings.ts'

const batch = 5000
const dayMs = 86_400_000

/** Every night: lines of the security log older than `identity.securityLogDays` are gone, with the addresses and devices in them. */
export const forgetSecurity = job(
  IdentityModel,
  'forgetSecurity',
  { cron: '10 3 * * *' },
  async ({ ctx, progress, signal }) => {
    const days = ctx.settings(identitySettings).securityLogDays
    const before = new Date(ctx.now().getTime() - days * dayMs)
    // Rows of the recycle bin would be kept: these are deleted for good, in batches, so that nobody waits long for the table.
    const gone = (): Promise<number> =>
      (ctx as unknown as ContextImpl).inTransaction(async (inside, unit) => {
        const { rowCount } = await unit.write(inside.actor, {
          text: 'delete from crm.security_event where id in (select id from crm.security_event where created_at < $1 order by created_at, id limit $2)',
          values: [before, batch],
        })
        return rowCount ?? 0
      })
    let done = 0
    for (let some = batch; some === batch && !signal.aborted; ) {
      some = await gone()
      done += some
      await progress({ done })
    }
    return { done }
  },
)
