import { type Context, type Hook, type On, Reject, type RowIn } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { FundAllocation, FundClaim, FundPayment, FundRequest, type PrmModel } from '../../model.ts'
import { heldBalance } from '../ledger/accounts.ts'
import { post, reverseEntry, standingEntry } from '../ledger/post.ts'

type Ctx = Context<typeof PrmModel>
type Row = RowIn<typeof PrmModel, typeof FundPayment>

/** A payment takes what an approved claim is owed, stands, and makes the claim paid once nothing is owed any more. */
export const paymentRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(FundPayment).before('create', { name: 'claim' }, async ({ row, ctx }) => {
    await ctx.get(FundClaim, row.claim)
    const system = ctx.asSystem('holds a claim that is paid')
    const [claim] = await system.mutate(FundClaim).updateMany([{ id: row.claim, patch: {} }])
    if (!claim) return undefined
    if (row.amount.currency !== claim.amount.currency)
      throw new Reject('prm.fundCurrency', `The claim counts in ${claim.amount.currency}, so its payment does too.`)
    if (row.paidOn > companyDay(ctx)) throw new Reject('prm.fundPaymentDay', 'A payment is recorded once it was made.')
    if (row.reversalOf) await requireReversible(system, row)
    else if (claim.status !== 'approved')
      throw new Reject('prm.fundNotApproved', `The claim is ${claim.status}. A claim is paid when it is approved.`)
    return { partner: claim.partner }
  }),
  on(FundPayment).after('create', { name: 'ledger' }, async ({ row, ctx }) => {
    await settle(ctx.asSystem('pays an approved claim'), row)
  }),
  on(FundPayment).before(['update', 'delete', 'restore'], { name: 'stays' }, () => {
    throw new Reject('prm.fundEntryStays', 'A payment stands. Take it back by another (`reverseFundPayment`).')
  }),
]

async function requireReversible(ctx: Ctx, row: Row): Promise<void> {
  const of = await ctx.get(FundPayment, row.reversalOf ?? '')
  if (of.claim !== row.claim || of.reversalOf !== null || of.amount.minor !== row.amount.minor)
    throw new Reject('prm.fundPaid', 'A payment is taken back as a whole, with its claim and its amount.')
}

async function settle(ctx: Ctx, row: Row): Promise<void> {
  const claim = await ctx.get(FundClaim, row.claim)
  const request = await ctx.get(FundRequest, claim.request)
  const { budget } = await ctx.get(FundAllocation, request.allocation)
  const payable = { kind: 'payable', budget, claim: claim.id, partner: claim.partner } as const
  const cause = `fundPayment:${row.reversalOf ?? row.id}`
  if (row.reversalOf) await reverseEntry(ctx, await standingEntry(ctx, 'pay', cause), cause)
  else await post(ctx, [{ kind: 'pay', from: payable, to: { kind: 'paid', budget }, amount: row.amount, cause }])
  const status = (await heldBalance(ctx, payable)) === 0n ? 'paid' : 'approved'
  if (status !== claim.status) await ctx.mutate(FundClaim).update(claim.id, { status })
}
