import { type Context, type Id, sql } from '@tessera/core'
import { DateTime } from 'luxon'
import type { SfaModel } from '../../model.ts'

type Ctx = Context<typeof SfaModel>

export interface Member {
  readonly id: Id
  readonly pool: Id
  readonly user: Id
  readonly weight: number
  readonly dailyCapacity: number | null
  readonly openCapacity: number | null
}

/** Who can take leads now, and how many more. Counts what is given meanwhile. */
export class Availability {
  readonly #open: Map<Id, number>
  readonly #today: Map<string, number>
  readonly #absent: ReadonlyMap<Id, Id | null>

  constructor(open: Map<Id, number>, today: Map<string, number>, absent: ReadonlyMap<Id, Id | null>) {
    this.#open = open
    this.#today = today
    this.#absent = absent
  }

  /** Who takes the member's leads now: himself, his deputy (or that one's), or nobody. */
  stand(member: Member, except: ReadonlySet<Id>): Id | null {
    if (member.dailyCapacity !== null && this.#givenToday(member) >= member.dailyCapacity) return null
    const seen = new Set<Id>()
    let user: Id | null = member.user
    while (user !== null && this.#absent.has(user)) {
      if (seen.size === seen.add(user).size) return null
      user = this.#absent.get(user) ?? null
    }
    if (user === null || except.has(user)) return null
    if (member.openCapacity !== null && (this.#open.get(user) ?? 0) >= member.openCapacity) return null
    return user
  }

  give(member: Member, user: Id): void {
    this.#open.set(user, (this.#open.get(user) ?? 0) + 1)
    this.#today.set(member.id, this.#givenToday(member) + 1)
  }

  #givenToday(member: Member): number {
    return this.#today.get(member.id) ?? 0
  }
}

/**
 * What the members have and where they are at an instant. A day's capacity counts the leads that a member's turns brought since
 * midnight in the pool's time zone, those a deputy took included.
 */
export async function readAvailability(
  ctx: Ctx,
  members: readonly Member[],
  zones: ReadonlyMap<Id, string>,
  at: Date,
): Promise<Availability> {
  const { rows: away } = await sql<{ userId: Id; deputyId: Id | null }>`
    select distinct on (user_id) user_id, deputy_id from crm.absence
    where deleted_at is null and "from" <= ${at} and "until" > ${at} order by user_id, deputy_id nulls last, id`.execute(
    ctx.db,
  )
  const { rows: inactive } = await sql<{ id: Id }>`
    select id from crm."user" where (not active or deleted_at is not null)
      and id = any(${[...members.map(({ user }) => user), ...away.flatMap(({ deputyId }) => deputyId ?? [])]}::uuid[])`.execute(
    ctx.db,
  )
  const absent = new Map<Id, Id | null>(away.map(({ userId, deputyId }) => [userId, deputyId]))
  for (const { id } of inactive) absent.set(id, absent.get(id) ?? null)
  return new Availability(await openLeads(ctx, members), await givenToday(ctx, members, zones, at), absent)
}

async function openLeads(ctx: Ctx, members: readonly Member[]): Promise<Map<Id, number>> {
  if (members.every(({ openCapacity }) => openCapacity === null)) return new Map()
  const { rows } = await sql<{ ownerId: Id; count: number }>`
    select owner_id, count(*)::int as count from crm.lead
    where owner_id is not null and status in ('new', 'working') and deleted_at is null group by owner_id`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ ownerId, count }) => [ownerId, count]))
}

async function givenToday(
  ctx: Ctx,
  members: readonly Member[],
  zones: ReadonlyMap<Id, string>,
  at: Date,
): Promise<Map<Id, number>> {
  const limited = members.filter(({ dailyCapacity }) => dailyCapacity !== null)
  if (limited.length === 0) return new Map()
  const midnight = (pool: Id): string =>
    DateTime.fromJSDate(at, { zone: zones.get(pool) ?? 'UTC' })
      .startOf('day')
      .toUTC()
      .toISO() as string
  const { rows } = await sql<{ id: Id; count: number }>`
    select m.id, count(a.id)::int as count
    from unnest(${limited.map(({ id }) => id)}::uuid[], ${limited.map(({ pool }) => pool)}::uuid[],
      ${limited.map(({ user }) => user)}::uuid[], ${limited.map(({ pool }) => midnight(pool))}::timestamptz[]) m(id, pool, person, since)
    join crm.lead_assignment a on a.pool_id = m.pool and a.at >= m.since and a.deleted_at is null
      and a.reason in ('rule', 'deputy', 'overdue') and coalesce(a.instead_of_id, a.user_id) = m.person
    group by m.id`.execute(ctx.db)
  return new Map(rows.map(({ id, count }) => [id, count]))
}
