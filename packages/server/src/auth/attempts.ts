import { createHmac } from 'node:crypto'
import { type Crm, TesseraError } from '@tessera/core'
import { addressGroup } from '../requests/client-address.ts'

/** How many sign-ins may fail before further ones are refused unheard. */
export interface AttemptLimits {
  /** For one e-mail address, whoever tries; 10 unless said otherwise. */
  readonly perEmail: number
  /** From one network address, whichever e-mail is tried; 100 unless said otherwise, since an office may share one. */
  readonly perAddress: number
  /** Counted from the first of them; 900 unless said otherwise. */
  readonly windowSeconds: number
}

export const defaultAttemptLimits: AttemptLimits = { perEmail: 10, perAddress: 100, windowSeconds: 900 }

/**
 * Counts attempts to sign in, in the database, so that all processes count together and a restart forgets nothing. Whether
 * an e-mail address is known makes no difference.
 */
export interface Attempts {
  /** Counts one attempt before its password is looked at. @throws RATE_LIMITED */
  begin(email: string, address: string): Promise<void>
  /** Takes the attempt back: the password was right. */
  succeeded(email: string, address: string): Promise<void>
}

export function signInAttempts(crm: Crm, secret: string, limits: AttemptLimits = defaultAttemptLimits): Attempts {
  // People type passwords into the wrong field: what is stored must not be readable.
  const hidden = (kind: string, value: string): string =>
    createHmac('sha256', secret).update(`${kind}:${value}`).digest('base64url')
  const emailKey = (email: string): string => hidden('email', email.trim().toLowerCase())
  const addressKey = (address: string): string => hidden('address', addressGroup(address))

  return {
    async begin(email, address) {
      const keys = [emailKey(email), ...(address === 'unknown' ? [] : [addressKey(address)])]
      const [result] = await crm.database.pipeline([{ text: count, values: [keys, limits.windowSeconds] }])
      const rows = (result?.rows ?? []) as { key: string; count: number; seconds: number }[]
      const over = rows.filter((row) => row.count > (row.key === keys[0] ? limits.perEmail : limits.perAddress))
      if (over.length > 0)
        throw new TesseraError('RATE_LIMITED', { seconds: Math.max(...over.map((row) => row.seconds)) })
    },
    async succeeded(email, address) {
      await crm.database.pipeline([{ text: takeBack, values: [emailKey(email), addressKey(address)] }])
    },
  }
}

// Keys are locked e-mail first, address second, so that two attempts never wait for each other in a circle.
const count = `
with swept as (
  delete from auth.attempt where key in (
    select key from auth.attempt where until < now() and key <> all($1::text[]) limit 100 for update skip locked)
)
insert into auth.attempt as a (key, count, until)
select key, 1, now() + make_interval(secs => $2) from unnest($1::text[]) with ordinality as given (key, place) order by place
on conflict (key) do update set
  count = case when a.until <= now() then 1 else a.count + 1 end,
  until = case when a.until <= now() then excluded.until else a.until end
returning key, count, ceil(extract(epoch from until - now()))::int as seconds`

const takeBack = `
with cleared as (delete from auth.attempt where key = $1)
update auth.attempt set count = greatest(count - 1, 0) where key = $2`
