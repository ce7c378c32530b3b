import {
  type Context,
  formatAmount,
  type Hook,
  type HookEvent,
  type On,
  type Patch,
  Reject,
  type RowIn,
} from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { actingUser } from '../../channel/holds.ts'
import {
  FundAllocation,
  FundBudget,
  FundClaim,
  FundPayment,
  FundProof,
  FundRequest,
  type PrmModel,
} from '../../model.ts'
import { decideBy } from '../decisions/decide-by.ts'
import { requireOther, requireStep, type StatusSteps } from '../decisions/statuses.ts'
import { requireShare } from '../requests/share.ts'

type Ctx = Context<typeof PrmModel>
type Row = RowIn<typeof PrmModel, typeof FundClaim>
type Event = HookEvent<typeof PrmModel, typeof FundClaim>
type ClaimPatch = Patch<typeof PrmModel, typeof FundClaim>

const steps: StatusSteps = {
  what: 'fund claim',
  asking: { draft: ['submitted', 'cancelled'], submitted: ['draft', 'cancelled'], rejected: ['draft'] },
  deciding: { submitted: ['approved', 'rejected'], approved: ['rejected'] },
  derived: { approved: ['paid'], paid: ['approved'] },
}

const content = ['spent', 'amount', 'invoiceNumber', 'invoicedOn', 'note'] as const

/** Nothing came of it yet. */
const undecided: ReadonlySet<string> = new Set(['draft', 'submitted', 'cancelled'])

/** From a draft to the decision: what may be claimed, with what proof, and by when. */
export const claimRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(FundClaim).before('create', { name: 'begin' }, async (event) => {
    const { row, ctx } = event
    if (row.status !== 'draft')
      throw new Reject('prm.fundStep', 'A claim begins as a draft. Add its proof, then submit it.')
    if (row.approved !== null && row.approved !== undefined)
      throw new Reject('prm.fundStep', 'What is approved is said with the decision.')
    // As the actor: a request of others is not there.
    await ctx.get(FundRequest, row.request)
    const request = await ctx.asSystem('looks up a fund request').get(FundRequest, row.request)
    await requireTerms(ctx, row, request)
    return { partner: request.partner }
  }),
  on(FundClaim).before('update', { name: 'step' }, async (event): Promise<ClaimPatch | undefined> => {
    const { old, row, changed, ctx } = event
    const was = old?.status ?? 'draft'
    if (changed.has('request')) throw new Reject('prm.fundStep', 'A claim keeps its request. Make another one.')
    if (was !== 'draft' && content.some((name) => changed.has(name)))
      throw new Reject('prm.fundStep', `The claim is ${was}, so what it says stands. Take it back to a draft first.`)
    const request = await ctx.asSystem('looks up a fund request').get(FundRequest, row.request)
    if (was === 'draft') await requireTerms(ctx, row, request)
    if (!changed.has('status')) {
      if (changed.has('approved')) throw new Reject('prm.fundStep', 'What is approved is said with the decision.')
      return undefined
    }
    requireStep(ctx.actor, steps, was, row.status)
    if (row.status === 'submitted') return submitted(event)
    if (was === 'approved' && row.status === 'rejected') await requireUnpaid(ctx, row)
    if (row.status === 'rejected' || (row.status === 'approved' && was === 'submitted')) return decided(event)
    return row.status === 'draft' ? { decideBy: null, escalatedAt: null, approved: null } : undefined
  }),
  on(FundClaim).before('delete', { name: 'kept' }, ({ row }) => {
    if (!undecided.has(row.status))
      throw new Reject('prm.fundKept', `A claim that is ${row.status} is kept. Cancel it.`)
  }),
  on(FundProof).before('any', { name: 'draft' }, async ({ row, old, ctx }) => {
    for (const id of new Set([row.claim, old?.claim ?? row.claim])) {
      await ctx.get(FundClaim, id)
      const [claim] = await ctx
        .asSystem('holds a claim')
        .mutate(FundClaim)
        .updateMany([{ id, patch: {} }])
      if (claim && claim.status !== 'draft')
        throw new Reject(
          'prm.fundStep',
          `The claim is ${claim.status}, so its proof stands. Take it back to a draft first.`,
        )
    }
  }),
]

async function requireTerms(ctx: Ctx, row: Row, request: RowIn<typeof PrmModel, typeof FundRequest>): Promise<void> {
  const { currency } = request.requested
  if (row.amount.currency !== currency || row.spent.currency !== currency)
    throw new Reject('prm.fundCurrency', `The request counts in ${currency}, so the claim does too.`)
  const system = ctx.asSystem('looks up what may be claimed')
  const { budget } = await system.get(FundAllocation, request.allocation)
  requireShare(row.amount, row.spent, (await system.get(FundBudget, budget)).coFunding)
}

async function submitted({ row, ctx }: Event): Promise<ClaimPatch> {
  const system = ctx.asSystem('checks a fund claim')
  // Holds the request, so that it is not closed in between.
  const [request] = await system.mutate(FundRequest).updateMany([{ id: row.request, patch: {} }])
  if (request?.status !== 'approved')
    throw new Reject('prm.fundNotApproved', `The request is ${request?.status}. What it is for can not be claimed.`)
  if (request.claimUntil !== null && request.claimUntil < companyDay(ctx))
    throw new Reject('prm.fundLate', `The activity could be claimed until ${request.claimUntil}.`)
  const [proof] = await system.list(FundProof, { where: { claim: { eq: row.id } }, limit: 1 })
  if (!proof) throw new Reject('prm.fundProof', 'Add the invoice or another proof as a file, then submit the claim.')
  const others = await system.list(FundClaim, {
    where: { request: { eq: row.request }, status: { in: ['submitted', 'approved', 'paid'] }, id: { ne: row.id } },
    limit: 10_000,
  })
  const asked = others.reduce((sum, { approved, amount }) => sum + (approved ?? amount).minor, row.amount.minor)
  const approved = request.approved?.minor ?? 0n
  if (asked > approved) {
    const left = formatAmount({ minor: approved - asked + row.amount.minor, currency: row.amount.currency })
    throw new Reject('prm.fundExceeded', `Of the approved amount ${left} ${row.amount.currency} are left to claim.`)
  }
  const { budget } = await system.get(FundAllocation, request.allocation)
  return {
    submittedAt: ctx.now(),
    submittedBy: actingUser(ctx.actor),
    decideBy: await decideBy(ctx, await system.get(FundBudget, budget)),
    escalatedAt: null,
    reason: null,
  }
}

function decided({ row, ctx }: Event): ClaimPatch {
  requireOther(ctx, row.submittedBy, row.createdBy)
  if (row.status === 'rejected' && !row.reason)
    throw new Reject('prm.fundReason', 'Say why the claim is rejected (`reason`).')
  return {
    decidedAt: ctx.now(),
    decidedBy: actingUser(ctx.actor),
    approved: row.status === 'approved' ? (row.approved ?? row.amount) : null,
  }
}

async function requireUnpaid(ctx: Ctx, row: Row): Promise<void> {
  const payments = await ctx
    .asSystem('looks for payments of a claim')
    .list(FundPayment, { where: { claim: { eq: row.id } }, limit: 1000 })
  const reversed = new Set(payments.map(({ reversalOf }) => reversalOf))
  const paid = payments.find(({ id, reversalOf }) => reversalOf === null && !reversed.has(id))
  if (paid) throw new Reject('prm.fundPaid', `The payment ${paid.reference} went out for it. Take that back first.`)
}
