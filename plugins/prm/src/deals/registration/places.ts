import { type Id, Reject, sql } from '@tessera/core'
import { type Ctx, lock } from '../deal-lock.ts'

/**
 * A free place among those a partner has, the first. Two that come at once wait for each other here; that no two ever take the same
 * is held by the unique index of partner and place.
 * @throws REJECTED with `prm.dealCapacity`
 */
export async function takePlace(system: Ctx, partner: Id, capacity: number): Promise<number> {
  await lock(system, `prm.places ${partner}`)
  const { rows } = await sql<{ place: number }>`
    select place from crm.deal_registration where partner_id = ${partner} and place is not null and deleted_at is null`.execute(
    system.db,
  )
  const taken = new Set(rows.map(({ place }) => place))
  // After a lower tier there may be more than there are places: then none is free, although small numbers are.
  if (taken.size < capacity) for (let place = 1; place <= capacity; place++) if (!taken.has(place)) return place
  throw new Reject(
    'prm.dealCapacity',
    `All ${capacity} places for registrations that wait or are protected are taken. Withdraw or release one first.`,
    { capacity },
  )
}
