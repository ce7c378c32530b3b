import { type Context, type Id, sql } from '@tessera/core'
import { type Condition, type Facts, holds } from '../../conditions/condition.ts'
import { PoolTurns, type SfaModel } from '../../model.ts'
import { type Member, readAvailability } from './availability.ts'
import type { Routing } from './routing.ts'
import { takeTurn } from './turns.ts'

type Ctx = Context<typeof SfaModel>

/** A lead on its way to somebody. */
export interface Unrouted {
  readonly id: Id
  readonly facts: Facts
  /** Where it already belongs; the rules are not asked then. */
  readonly pool?: Id | null
  /** Who must not get it: those who did not react. */
  readonly except?: readonly Id[]
  readonly reason?: 'overdue'
}

/** Where a lead goes. Without an owner it waits in its pool, because nobody there can take it now. */
export interface Routed {
  readonly pool: Id
  readonly owner: Id | null
  readonly routing: Routing
}

interface Rule {
  readonly id: Id
  readonly version: number
  readonly pool: Id
  readonly conditions: readonly Condition[]
}

/**
 * Decides who gets some leads, in their order. Must run in the transaction that then writes the owners: until it ends nobody else
 * decides, so that turns and capacities are exact however many leads come at once. Leads no rule wants are not in the answer.
 */
export async function routeLeads(ctx: Ctx, leads: readonly Unrouted[]): Promise<ReadonlyMap<Id, Routed>> {
  const rules = await readRules(ctx)
  const wanted = leads.flatMap((lead) => {
    const rule = lead.pool ? undefined : rules.find(({ conditions }) => holds(conditions, lead.facts))
    const pool = lead.pool ?? rule?.pool
    return pool === undefined ? [] : [{ lead, pool, rule }]
  })
  const routed = new Map<Id, Routed>()
  if (wanted.length === 0) return routed
  await sql`select pg_advisory_xact_lock(hashtextextended('sfa.routing', 0))`.execute(ctx.db)
  const pools = await readPools(ctx, [...new Set(wanted.map(({ pool }) => pool))])
  const members = [...pools.values()].flatMap((pool) => pool.members)
  const available = await readAvailability(
    ctx,
    members,
    new Map([...pools].map(([id, { zone }]) => [id, zone])),
    ctx.now(),
  )
  for (const { lead, pool: id, rule } of wanted) {
    const pool = pools.get(id)
    if (!pool) continue
    const except = new Set(lead.except ?? [])
    const present = pool.members.flatMap((member) => {
      const user = available.stand(member, except)
      return user === null ? [] : [{ member, user, turn: { ...member, credit: pool.credits[member.id] ?? 0 } }]
    })
    const taken = takeTurn(present.map(({ turn }) => turn))
    const taker = present.find(({ member }) => member.id === taken?.taker)
    if (taken && taker) {
      for (const [member, credit] of taken.credits) pool.credits[member] = credit
      pool.given += 1
      available.give(taker.member, taker.user)
    }
    const insteadOf = taker && taker.user !== taker.member.user ? taker.member.user : null
    routed.set(lead.id, {
      pool: id,
      owner: taker?.user ?? null,
      routing: {
        reason: lead.reason ?? (insteadOf ? 'deputy' : 'rule'),
        at: ctx.now().toISOString(),
        rule: rule?.id ?? null,
        ruleVersion: rule?.version ?? null,
        pool: id,
        turn: taker ? pool.given : null,
        insteadOf,
      },
    })
  }
  await keepTurns(ctx, pools)
  return routed
}

async function readRules(ctx: Ctx): Promise<Rule[]> {
  const { rows } = await sql<{ id: Id; version: number; poolId: Id; conditions: readonly Condition[] }>`
    select r.id, r.version, r.pool_id, r.conditions from crm.assignment_rule r join crm.lead_pool p on p.id = r.pool_id
    where r.active and r.deleted_at is null and p.active and p.deleted_at is null order by r.place, r.id`.execute(
    ctx.db,
  )
  return rows.map(({ poolId, ...rule }) => ({ ...rule, pool: poolId }))
}

interface OpenPool {
  readonly zone: string
  readonly members: Member[]
  readonly turns: Id | null
  readonly before: number
  readonly credits: Record<Id, number>
  given: number
}

async function readPools(ctx: Ctx, ids: readonly Id[]): Promise<Map<Id, OpenPool>> {
  const { rows } = await sql<{
    id: Id
    zone: string | null
    turns: Id | null
    credits: Record<Id, number> | null
    given: number | null
  }>`
    select p.id, c.time_zone as zone, t.id as turns, t.credits, t.given from crm.lead_pool p
    left join crm.work_calendar c on c.id = p.calendar_id
    left join crm.pool_turns t on t.pool_id = p.id and t.deleted_at is null
    where p.id = any(${ids}::uuid[]) and p.active and p.deleted_at is null`.execute(ctx.db)
  const { rows: members } = await sql<Omit<Member, 'pool' | 'user'> & { poolId: Id; userId: Id }>`
    select id, pool_id, user_id, weight, daily_capacity, open_capacity from crm.pool_member
    where pool_id = any(${ids}::uuid[]) and active and deleted_at is null order by id`.execute(ctx.db)
  return new Map(
    rows.map((pool) => [
      pool.id,
      {
        zone: pool.zone ?? 'UTC',
        turns: pool.turns,
        before: pool.given ?? 0,
        given: pool.given ?? 0,
        credits: { ...(pool.credits ?? {}) },
        members: members
          .filter(({ poolId }) => poolId === pool.id)
          .map(({ poolId, userId, ...member }) => ({ ...member, pool: poolId, user: userId })),
      },
    ]),
  )
}

async function keepTurns(ctx: Ctx, pools: ReadonlyMap<Id, OpenPool>): Promise<void> {
  const changed = [...pools].filter(([, { given, before }]) => given !== before)
  const known = changed.flatMap(([, { turns, credits, given }]) =>
    turns ? [{ id: turns, patch: { credits, given } }] : [],
  )
  const fresh = changed.flatMap(([pool, { turns, credits, given }]) => (turns ? [] : [{ pool, credits, given }]))
  if (known.length > 0) await ctx.mutate(PoolTurns).updateMany(known)
  if (fresh.length > 0) await ctx.mutate(PoolTurns).createMany(fresh)
}
