import { createHmac } from 'node:crypto'
import type { Crm, Id } from '@tessera/core'

/** A code holds for its 30 seconds and those before and after; nobody may use it twice meanwhile. */
const heldSeconds = 120

/** Codes that were used: who looks over a shoulder, or reads a line, has nothing from them. */
export interface UsedCodes {
  /** Takes a code; false where it was used before. Of two that come at once, one gets it. */
  take(user: Id, code: string): Promise<boolean>
  /** Gives a code back that opened nothing. */
  giveBack(user: Id, code: string): Promise<void>
}

export function usedCodes(crm: Crm, secret: string): UsedCodes {
  const hidden = (user: Id, code: string): string =>
    createHmac('sha256', secret).update(`code:${user}:${code}`).digest('base64url')
  return {
    async take(user, code) {
      const [taken] = await crm.database.pipeline([
        { text: takeStatement, values: [user, hidden(user, code), heldSeconds] },
      ])
      return taken?.rowCount === 1
    },
    async giveBack(user, code) {
      await crm.database.pipeline([
        { text: 'delete from auth.used_code where user_id = $1 and hash = $2', values: [user, hidden(user, code)] },
      ])
    },
  }
}

// By the database's clock, like the sessions.
const takeStatement = `
with swept as (
  delete from auth.used_code where (user_id, hash) in (
    select user_id, hash from auth.used_code where until < now() and hash <> $2 limit 100 for update skip locked)
)
insert into auth.used_code as u (user_id, hash, until) values ($1, $2, now() + make_interval(secs => $3))
on conflict (user_id, hash) do update set until = excluded.until where u.until < now()
returning 1`
