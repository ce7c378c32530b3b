import { type Context, type Id, job, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { addDays } from '../../days/add-days.ts'
import { FundAllocation, FundClaim, FundRequest, PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { post } from '../ledger/post.ts'

type Ctx = Context<typeof PrmModel>

/** Days before the last one on which a partner is reminded that something can still be claimed. */
const reminderDays = 14
const batch = 500

/** Every hour: what is over goes back, who is late is told, who may still claim is reminded. A second run on the same day does nothing. */
export const fundDeadlines = job(PrmModel, 'fundDeadlines', { cron: '15 * * * *' }, async ({ ctx }) => ({
  closed: await closeRequests(ctx),
  expired: await expireAllocations(ctx),
  returned: await returnBudgets(ctx),
  escalated: (await escalate(ctx, FundRequest)) + (await escalate(ctx, FundClaim)),
  reminded: await remind(ctx),
}))

/** Approved requests that nobody can claim any more, unless a claim still waits. */
async function closeRequests(ctx: Ctx): Promise<number> {
  return inBatches(
    () =>
      sql<{ id: Id }>`select r.id from crm.fund_request r
      where r.deleted_at is null and r.status = 'approved' and r.claim_until < ${companyDay(ctx)}::date
        and not exists (select from crm.fund_claim c where c.request_id = r.id and c.status = 'submitted' and c.deleted_at is null)
      order by r.id limit ${batch}`.execute(ctx.db),
    (ids) => ctx.mutate(FundRequest).updateMany(ids.map((id) => ({ id, patch: { status: 'closed' as const } }))),
  )
}

async function expireAllocations(ctx: Ctx): Promise<number> {
  return inBatches(
    () =>
      sql<{ id: Id }>`select id from crm.fund_allocation where deleted_at is null and status = 'open'
      and valid_until < ${companyDay(ctx)}::date order by id limit ${batch}`.execute(ctx.db),
    (ids) => ctx.mutate(FundAllocation).updateMany(ids.map((id) => ({ id, patch: { status: 'expired' as const } }))),
  )
}

/** What was never allocated, or came back, of budgets that are over. */
async function returnBudgets(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ budget: Id; minor: string; currency: string }>`
    select a.budget_id as budget, a.balance_minor::text as minor, a.balance_currency as currency
    from crm.fund_account a join crm.fund_budget b on b.id = a.budget_id
    where a.kind = 'unallocated' and a.balance_minor > 0 and b.ends_on < ${companyDay(ctx)}::date order by a.id`.execute(
    ctx.db,
  )
  for (const { budget, minor, currency } of rows)
    await post(ctx, [
      {
        kind: 'expire',
        from: { kind: 'unallocated', budget },
        to: { kind: 'funding', budget },
        amount: { minor: BigInt(minor), currency },
        cause: `fundBudget:${budget}`,
      },
    ])
  return rows.length
}

/** Tells whoever may decide that the time to do so is over. */
async function escalate(ctx: Ctx, entity: typeof FundRequest | typeof FundClaim): Promise<number> {
  const rows = await ctx.list(entity as typeof FundRequest, {
    where: { status: { eq: 'submitted' }, decideBy: { lt: ctx.now() }, escalatedAt: { isNull: true } },
    orderBy: [{ id: 'asc' }],
    limit: batch,
  })
  for (const row of rows)
    await notify(ctx, {
      permission: 'prm:funds',
      over: { partner: row.partner },
      kind: entity === FundClaim ? 'funds.claimOverdue' : 'funds.requestOverdue',
      params: { number: row.number },
      link: `/funds/${entity === FundClaim ? (row as unknown as { request: Id }).request : row.id}`,
    })
  await ctx
    .mutate(entity as typeof FundRequest)
    .updateMany(rows.map(({ id }) => ({ id, patch: { escalatedAt: ctx.now() } })))
  return rows.length
}

async function remind(ctx: Ctx): Promise<number> {
  const rows = await ctx.list(FundRequest, {
    where: {
      status: { eq: 'approved' },
      claimUntil: { lte: addDays(companyDay(ctx), reminderDays) },
      endsOn: { lt: companyDay(ctx) },
      remindedAt: { isNull: true },
    },
    orderBy: [{ id: 'asc' }],
    limit: batch,
  })
  for (const { id, number, title, partner, claimUntil } of rows)
    await notify(ctx, {
      partner,
      roles: ['admin', 'sales', 'finance'],
      kind: 'funds.claimSoon',
      params: { number, title, claimUntil: claimUntil ?? '' },
      link: `/funds/${id}`,
    })
  await ctx.mutate(FundRequest).updateMany(rows.map(({ id }) => ({ id, patch: { remindedAt: ctx.now() } })))
  return rows.length
}

async function inBatches(
  next: () => Promise<{ readonly rows: readonly { readonly id: Id }[] }>,
  write: (ids: readonly Id[]) => Promise<unknown>,
): Promise<number> {
  let count = 0
  for (;;) {
    const { rows } = await next()
    if (rows.length === 0) return count
    await write(rows.map(({ id }) => id))
    count += rows.length
  }
}
