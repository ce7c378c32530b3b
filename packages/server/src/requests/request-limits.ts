import { createHmac } from 'node:crypto'
import { type Crm, TesseraError } from '@tessera/core'

/** How many are allowed under one key within the window that its first one opened. */
export interface Limit {
  /** Whom or what it counts. Only a keyed hash of it is stored. */
  readonly key: string
  readonly max: number
}

/** Counts requests, in the database, so that all processes count together and a restart forgets nothing. */
export interface RequestLimits {
  /** Counts one request under each key. @throws RATE_LIMITED where one is over its limit, with the seconds to wait */
  count(limits: readonly Limit[], windowSeconds: number): Promise<void>
  /** Forgets what was counted under `forgotten`, and takes one back under `lessened`. */
  takeBack(forgotten: string, lessened: string): Promise<void>
}

export function requestLimits(crm: Crm, secret: string): RequestLimits {
  // People type passwords into the wrong field: what is stored must not be readable.
  const hidden = (key: string): string => createHmac('sha256', secret).update(key).digest('base64url')
  return {
    async count(limits, windowSeconds) {
      const most = new Map(limits.map(({ key, max }) => [hidden(key), max]))
      const [result] = await crm.database.pipeline([
        { text: countStatement, values: [[...most.keys()], windowSeconds] },
      ])
      const rows = (result?.rows ?? []) as { key: string; count: number; seconds: number }[]
      const over = rows.filter((row) => row.count > (most.get(row.key) ?? 0))
      if (over.length > 0)
        throw new TesseraError('RATE_LIMITED', { seconds: Math.max(...over.map((row) => row.seconds)) })
    },
    async takeBack(forgotten, lessened) {
      await crm.database.pipeline([{ text: takeBackStatement, values: [hidden(forgotten), hidden(lessened)] }])
    },
  }
}

// Keys are locked in the order given, so that two requests that count the same never wait for each other in a circle.
const countStatement = `
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

const takeBackStatement = `
with cleared as (delete from auth.attempt where key = $1)
update auth.attempt set count = greatest(count - 1, 0) where key = $2`
