import { type Context, type Id, Reject, sql, TesseraError, User } from '@tessera/core'
import { ApprovalDelegation } from '@tessera/plugin-orders/model'
import { colleagueOf } from '../activities/colleague.ts'
import { companyDay } from '../company-day.ts'
import { holds } from '../holds.ts'
import {
  Absence,
  CalendarFeed,
  Handover,
  Meeting,
  OpportunitySplit,
  OrderSplit,
  PoolMember,
  type SfaModel,
} from '../model.ts'
import { setSplits } from '../opportunities/set-splits.ts'
import { handOnTeams } from './hand-on-teams.ts'
import { entityOf, type HandoverMove } from './owned.ts'
import { countMoves, makePlan } from './review.ts'

type Ctx = Context<typeof SfaModel>

const batchSize = 500

/**
 * Does what was reviewed, in one transaction with all hooks: everything the leaver owns goes to his successors, what he sold stays
 * credited to him, and what he had open to others ends. `seal` is that of the review.
 * @throws FORBIDDEN, NOT_FOUND, REJECTED with `sfa.handoverChanged`, `sfa.handoverDone`
 */
export function applyHandover(outer: Ctx, id: Id, seal: string): Promise<Id> {
  if (!holds(outer.actor, 'sfa:handover'))
    throw new TesseraError('FORBIDDEN', { who: outer.actor.kind, op: 'apply', what: 'this handover' })
  return outer.transaction(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`sfa.handover ${id}`}, 0))`.execute(ctx.db)
    const handover = await ctx.get(Handover, id)
    if (handover.status !== 'draft')
      throw new Reject('sfa.handoverDone', `This handover is ${handover.status}. Prepare a new one.`)
    const system = ctx.asSystem(`hands over what somebody owned (handover ${id})`)
    const plan = await makePlan(system, handover)
    if (plan.seal !== seal)
      throw new Reject('sfa.handoverChanged', 'What would move is no longer what was reviewed. Look at it again.')
    const { leaver } = handover
    await requirePresent(system, [handover.successor, ...plan.moves.map(({ to }) => to), ...plan.deals.values()])
    await creditPast(system, leaver)
    await creditOrders(system, leaver)
    await handOnSplits(system, leaver, plan.deals)
    await handOnTeams(system, leaver, plan.deals)
    await moveRows(system, plan.moves)
    await leaveMeetings(system, leaver, handover.successor)
    await endDelegations(system, leaver)
    if (handover.deactivate) await system.mutate(User).update(leaver, { active: false })
    await system.mutate(Handover).update(id, {
      status: 'applied',
      appliedAt: ctx.now(),
      appliedBy: colleagueOf(ctx.actor),
      handedOn: countMoves(plan.moves),
    })
    return id
  })
}

async function requirePresent(ctx: Ctx, successors: readonly Id[]): Promise<void> {
  const wanted = [...new Set(successors)]
  const present = await ctx.list(User, { where: { id: { in: wanted }, active: { eq: true } }, limit: wanted.length })
  if (present.length < wanted.length)
    throw new Reject(
      'sfa.successorLeft',
      'A successor has left meanwhile. Choose somebody else and review the handover again.',
    )
}

/** What was won without splits is credited to its owner: that must stay the leaver when the deal gets another. */
async function creditPast(ctx: Ctx, leaver: Id): Promise<void> {
  const { rows } = await sql<{ id: Id }>`
    select o.id from crm.opportunity o where o.owner_id = ${leaver} and o.status = 'won' and o.deleted_at is null and not exists (
      select from crm.opportunity_split s where s.opportunity_id = o.id and s.type = 'revenue' and s.deleted_at is null)
    order by o.id`.execute(ctx.db)
  for (const batch of batches(rows))
    await ctx
      .mutate(OpportunitySplit)
      .createMany(batch.map(({ id }) => ({ opportunity: id, user: leaver, type: 'revenue', percent: '100' })))
}

/** So is what was ordered: what an order under way earned and counts for must not go with it. */
async function creditOrders(ctx: Ctx, leaver: Id): Promise<void> {
  const { rows } = await sql<{ id: Id }>`
    select o.id from crm."order" o where o.owner_id = ${leaver} and o.status in ('confirmed', 'inFulfilment') and o.deleted_at is null
      and not exists (select from crm.order_split s where s.order_id = o.id and s.deleted_at is null)
      and not exists (select from crm.opportunity_split s
        where s.opportunity_id = o.sfa_opportunity_id and s.type = 'revenue' and s.deleted_at is null)
    order by o.id`.execute(ctx.db)
  for (const batch of batches(rows))
    await ctx.mutate(OrderSplit).createMany(batch.map(({ id }) => ({ order: id, user: leaver, percent: '100' })))
}

/** The leaver's share of open deals goes with them; where the successor has one already they are joined. */
async function handOnSplits(ctx: Ctx, leaver: Id, deals: ReadonlyMap<Id, Id>): Promise<void> {
  const splits = await ctx.list(OpportunitySplit, {
    where: { opportunity: { in: [...deals.keys()] } },
    orderBy: [{ id: 'asc' }],
    limit: 100_000,
  })
  for (const [opportunity, to] of deals)
    for (const type of ['revenue', 'overlay'] as const) {
      const shares = splits.filter((one) => one.opportunity === opportunity && one.type === type)
      if (!shares.some(({ user }) => user === leaver)) continue
      const joined = new Map<Id, bigint>()
      for (const { user, percent } of shares) {
        const holder = user === leaver ? to : user
        joined.set(holder, (joined.get(holder) ?? 0n) + tenThousandths(percent))
      }
      // Overlay splits of one person can not be more than everything.
      const capped = (part: bigint): bigint => (part > 1_000_000n ? 1_000_000n : part)
      await setSplits(
        ctx,
        opportunity,
        type,
        [...joined].map(([user, part]) => ({ user, percent: percentOf(capped(part)) })),
      )
    }
}

/** Per cent have four decimals at the most. */
function tenThousandths(percent: string): bigint {
  const [whole = '0', part = ''] = percent.split('.')
  return BigInt(whole + part.slice(0, 4).padEnd(4, '0'))
}

const percentOf = (part: bigint): string => `${part / 10_000n}.${(part % 10_000n).toString().padStart(4, '0')}`

async function moveRows(ctx: Ctx, moves: readonly HandoverMove[]): Promise<void> {
  const now = ctx.now()
  for (const group of Map.groupBy(moves, ({ ownership }) => ownership).values()) {
    const [{ ownership } = { ownership: undefined }] = group
    if (!ownership) continue
    const { entity, field, item } = ownership
    for (const batch of batches(group))
      await ctx
        .mutate(entityOf(entity) as never)
        .updateMany(
          batch.map(({ id, to }) => ({ id, patch: { [field.name]: to, ...item?.patch?.(to, now) } })) as never,
        )
  }
}

/** In what is still to come the successor takes the leaver's place at the table. */
async function leaveMeetings(ctx: Ctx, leaver: Id, successor: Id): Promise<void> {
  const { rows } = await sql<{ id: Id; attendees: Id[] }>`
    select m.id, array_agg(a.target_id) as attendees from crm.meeting m join crm.meeting__attendees a on a.source_id = m.id
    where m.deleted_at is null and m.status = 'planned' and (m.ends_at > ${ctx.now()} or m.recurrence is not null)
    group by m.id having ${leaver}::uuid = any(array_agg(a.target_id)) order by m.id`.execute(ctx.db)
  const others = (attendees: readonly Id[]): Id[] => [
    ...new Set(attendees.map((one) => (one === leaver ? successor : one))),
  ]
  for (const batch of batches(rows))
    await ctx
      .mutate(Meeting)
      .updateMany(batch.map(({ id, attendees }) => ({ id, patch: { attendees: others(attendees) } })))
}

/** Leads come to the leaver no more, neither as a pool's member nor as a deputy, and his calendars are read no more. */
async function endDelegations(ctx: Ctx, leaver: Id): Promise<void> {
  const now = ctx.now()
  const today = companyDay(ctx)
  const delegations = await ctx.list(ApprovalDelegation, {
    where: { validUntil: { gte: today }, or: [{ from: { eq: leaver } }, { to: { eq: leaver } }] },
    limit: 1000,
  })
  await ctx.mutate(ApprovalDelegation).deleteMany(delegations.map(({ id }) => id))
  const memberships = await ctx.list(PoolMember, { where: { user: { eq: leaver }, active: { eq: true } }, limit: 1000 })
  await ctx.mutate(PoolMember).updateMany(memberships.map(({ id }) => ({ id, patch: { active: false } })))
  const deputies = await ctx.list(Absence, { where: { deputy: { eq: leaver }, until: { gt: now } }, limit: 1000 })
  await ctx.mutate(Absence).updateMany(deputies.map(({ id }) => ({ id, patch: { deputy: null } })))
  const feeds = await ctx.list(CalendarFeed, {
    where: { user: { eq: leaver }, revokedAt: { isNull: true } },
    limit: 1000,
  })
  await ctx.mutate(CalendarFeed).updateMany(feeds.map(({ id }) => ({ id, patch: { revokedAt: now } })))
}

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += batchSize) yield rows.slice(from, from + batchSize)
}
