import {
  type Context,
  type Hook,
  type HookEvent,
  type On,
  Partner,
  type Patch,
  Reject,
  type RowIn,
} from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { actingUser } from '../../channel/holds.ts'
import { addDays } from '../../days/add-days.ts'
import { FundAllocation, FundBudget, FundClaim, FundRequest, type PrmModel } from '../../model.ts'
import { requireUsable } from '../budgets/allocation-rules.ts'
import { decideBy } from '../decisions/decide-by.ts'
import { requireOther, requireStep, type StatusSteps } from '../decisions/statuses.ts'
import { requireShare } from './share.ts'

type Ctx = Context<typeof PrmModel>
type Row = RowIn<typeof PrmModel, typeof FundRequest>
type Event = HookEvent<typeof PrmModel, typeof FundRequest>
type RequestPatch = Patch<typeof PrmModel, typeof FundRequest>

const steps: StatusSteps = {
  what: 'fund request',
  asking: {
    draft: ['submitted', 'cancelled'],
    submitted: ['draft', 'cancelled'],
    rejected: ['draft'],
    approved: ['cancelled'],
  },
  deciding: { submitted: ['approved', 'rejected'], approved: ['closed'] },
}

const content = [
  'allocation',
  'onBehalfOf',
  'title',
  'activityType',
  'plan',
  'startsOn',
  'endsOn',
  'cost',
  'requested',
] as const

/** Nothing came of it yet. */
const undecided: ReadonlySet<string> = new Set(['draft', 'submitted', 'cancelled'])

/** From a draft to the decision: what may be asked for, who decides, and by when. */
export const requestRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(FundRequest).before('create', { name: 'partner' }, async ({ row, ctx }) => {
    // As the actor: an allocation of others is not there.
    const allocation = await ctx.get(FundAllocation, row.allocation)
    const partner = await partnerOf(ctx, row, allocation.partner)
    const { prmAccount } = await ctx.asSystem('finds the account of a partner').get(Partner, partner)
    return { partner, account: prmAccount }
  }),
  on(FundRequest).before('create', { name: 'begin' }, async (event) => {
    const { row } = event
    if (row.status !== 'draft' && row.status !== 'submitted')
      throw new Reject('prm.fundStep', 'A fund request begins as a draft, or submitted.')
    if (row.approved !== null && row.approved !== undefined)
      throw new Reject('prm.fundStep', 'What is approved is said with the decision.')
    await requireTerms(event)
    return row.status === 'submitted' ? submitted(event) : undefined
  }),
  on(FundRequest).before('update', { name: 'step' }, async (event): Promise<RequestPatch | undefined> => {
    const { old, row, changed, ctx } = event
    const was = old?.status ?? 'draft'
    if (was !== 'draft' && content.some((name) => changed.has(name)))
      throw new Reject(
        'prm.fundStep',
        `The request is ${was}, so what it asks for stands. Take it back to a draft first.`,
      )
    if (changed.has('allocation')) await ctx.get(FundAllocation, row.allocation)
    if (was === 'draft') await requireTerms(event)
    if (!changed.has('status')) {
      if (changed.has('approved')) throw new Reject('prm.fundStep', 'What is approved is said with the decision.')
      return undefined
    }
    requireStep(ctx.actor, steps, was, row.status)
    if (row.status === 'submitted') return submitted(event)
    if (row.status === 'approved' || row.status === 'rejected') return decided(event)
    if (row.status === 'draft') return { decideBy: null, escalatedAt: null, approved: null }
    if (was === 'approved') await requireNoClaims(ctx, row)
    return undefined
  }),
  on(FundRequest).before('delete', { name: 'kept' }, ({ row }) => {
    if (!undecided.has(row.status))
      throw new Reject('prm.fundKept', `A request that is ${row.status} is kept. Cancel it.`)
  }),
]

/** A partner's people file for their partner; staff for the partner of the allocation, or of a tier's for whom they say. */
async function partnerOf(ctx: Ctx, row: Row, ofAllocation: string | null): Promise<string> {
  const { actor } = ctx
  if (actor.kind === 'partner') {
    if (row.onBehalfOf) throw new Reject('prm.fundNotYours', 'A partner’s people file for their own partner.')
    return actor.partner
  }
  const partner = row.onBehalfOf ?? ofAllocation
  if (!partner)
    throw new Reject('prm.fundAllocation', 'The allocation is a tier’s. Say on behalf of whom (`onBehalfOf`).')
  return partner
}

async function requireTerms({ row, ctx }: Event): Promise<void> {
  const system = ctx.asSystem('looks up what funds may be asked for')
  const allocation = await system.get(FundAllocation, row.allocation)
  const budget = await system.get(FundBudget, allocation.budget)
  const { currency } = allocation.amount
  if (row.requested.currency !== currency || row.cost.currency !== currency)
    throw new Reject('prm.fundCurrency', `The allocation counts in ${currency}, so the request does too.`)
  await requireUsable(ctx, allocation, row.partner)
  if (row.startsOn < allocation.validFrom || row.startsOn > allocation.validUntil)
    throw new Reject(
      'prm.fundPeriod',
      `The activity begins from ${allocation.validFrom} to ${allocation.validUntil}, the days of the allocation.`,
    )
  requireShare(row.requested, row.cost, budget.coFunding)
}

async function submitted({ row, ctx }: Event): Promise<RequestPatch> {
  const { allocation } = await open(ctx, row)
  const budget = await ctx.asSystem('looks up a fund budget').get(FundBudget, allocation.budget)
  return {
    submittedAt: ctx.now(),
    submittedBy: actingUser(ctx.actor),
    decideBy: await decideBy(ctx, budget),
    escalatedAt: null,
    reason: null,
  }
}

async function decided({ row, ctx }: Event): Promise<RequestPatch> {
  requireOther(ctx, row.submittedBy, row.createdBy)
  const decision = { decidedAt: ctx.now(), decidedBy: actingUser(ctx.actor) }
  if (row.status === 'rejected') {
    if (!row.reason) throw new Reject('prm.fundReason', 'Say why the request is rejected (`reason`).')
    return { ...decision, approved: null }
  }
  const { allocation } = await open(ctx, row)
  const budget = await ctx.asSystem('looks up a fund budget').get(FundBudget, allocation.budget)
  return { ...decision, approved: row.approved ?? row.requested, claimUntil: addDays(row.endsOn, budget.claimDays) }
}

/** @throws REJECTED `prm.fundExpired` */
async function open(ctx: Ctx, row: Row) {
  const allocation = await ctx.asSystem('looks up an allocation').get(FundAllocation, row.allocation)
  if (allocation.status === 'expired' || allocation.validUntil < companyDay(ctx))
    throw new Reject('prm.fundExpired', `The allocation was valid until ${allocation.validUntil}. Choose another one.`)
  return { allocation }
}

async function requireNoClaims(ctx: Ctx, row: Row): Promise<void> {
  const [waiting] = await ctx
    .asSystem('looks for claims of a request')
    .list(FundClaim, { where: { request: { eq: row.id }, status: { eq: 'submitted' } }, limit: 1 })
  if (waiting)
    throw new Reject('prm.fundClaimsWait', `The claim ${waiting.number} waits for a decision. Decide on it first.`)
}
