import { type Context, formatAmount, type Hook, type On, type RowIn } from '@tessera/core'
import { FundAllocation, FundClaim, FundRequest, type PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { post, reverseEntry, standingEntry } from '../ledger/post.ts'
import { release } from '../requests/request-effects.ts'

type Ctx = Context<typeof PrmModel>
type Row = RowIn<typeof PrmModel, typeof FundClaim>

/** What a step of a claim does to the ledger, and who is told. */
export const claimEffects = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(FundClaim).after('update', { fields: ['status'], name: 'ledger' }, async ({ old, row, ctx }) => {
    if (old?.status === 'submitted' && row.status === 'approved') await owe(ctx, row)
    if (old?.status === 'approved' && row.status === 'rejected') await takeBack(ctx, row)
  }),
  on(FundClaim).after('update', { fields: ['status'], name: 'told' }, async ({ old, row, ctx }) => {
    if (row.status === 'submitted')
      await notify(ctx, {
        permission: 'prm:funds',
        over: { partner: row.partner },
        kind: 'funds.claimSubmitted',
        params: paramsOf(row),
        link: linkOf(row),
      })
    const kind = told[row.status as keyof typeof told]
    if (kind === undefined || (row.status === 'approved' && old?.status === 'paid')) return
    await notify(ctx, {
      partner: row.partner,
      roles: ['admin', 'sales', 'finance'],
      kind,
      params: paramsOf(row),
      link: linkOf(row),
    })
  }),
]

const told = { approved: 'funds.claimApproved', rejected: 'funds.claimRejected', paid: 'funds.claimPaid' } as const

const linkOf = (row: Row): string => `/funds/${row.request}`
const paramsOf = (row: Row) => ({
  number: row.number,
  amount: formatAmount(row.approved ?? row.amount),
  currency: row.amount.currency,
  reason: row.reason ?? '',
})

async function accountsOf(ctx: Ctx, row: Row) {
  const request = await ctx.get(FundRequest, row.request)
  const { budget } = await ctx.get(FundAllocation, request.allocation)
  return {
    request,
    committed: { kind: 'committed', budget, request: row.request, partner: row.partner },
    payable: { kind: 'payable', budget, claim: row.id, partner: row.partner },
  } as const
}

async function owe(ctx: Ctx, row: Row): Promise<void> {
  const system = ctx.asSystem('owes an approved claim')
  const { committed, payable } = await accountsOf(system, row)
  if (!row.approved) return
  await post(system, [
    { kind: 'claim', from: committed, to: payable, amount: row.approved, cause: `fundClaim:${row.id}` },
  ])
}

/** The approval goes back where it came from, and on from there where the request is over. */
async function takeBack(ctx: Ctx, row: Row): Promise<void> {
  const system = ctx.asSystem('takes the approval of a claim back')
  const cause = `fundClaim:${row.id}`
  await reverseEntry(system, await standingEntry(system, 'claim', cause), cause)
  const [request] = await system.mutate(FundRequest).updateMany([{ id: row.request, patch: {} }])
  if (request && request.status !== 'approved') await release(system, request)
}
