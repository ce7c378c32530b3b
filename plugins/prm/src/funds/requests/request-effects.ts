import { type Context, formatAmount, type Hook, type On, type RowIn } from '@tessera/core'
import { FundAllocation, FundRequest, type PrmModel } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { heldBalance } from '../ledger/accounts.ts'
import { post } from '../ledger/post.ts'

type Ctx = Context<typeof PrmModel>
type Row = RowIn<typeof PrmModel, typeof FundRequest>

/** What a step of a request does to the ledger, and who is told. */
export const requestEffects = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(FundRequest).after('create', { name: 'told' }, async ({ row, ctx }) => {
    if (row.status === 'submitted') await tellStaff(ctx, row)
  }),
  on(FundRequest).after('update', { fields: ['status'], name: 'ledger' }, async ({ old, row, ctx }) => {
    if (row.status === 'approved') await commit(ctx, row)
    else if (old?.status === 'approved') await release(ctx, row)
  }),
  on(FundRequest).after('update', { fields: ['status'], name: 'told' }, async ({ row, ctx }) => {
    if (row.status === 'submitted') await tellStaff(ctx, row)
    if (row.status !== 'approved' && row.status !== 'rejected' && row.status !== 'closed') return
    await notify(ctx, {
      partner: row.partner,
      roles: ['admin', 'sales', 'finance'],
      kind: `funds.${told[row.status]}`,
      params: {
        number: row.number,
        title: row.title,
        amount: formatAmount(row.approved ?? row.requested),
        currency: row.requested.currency,
        reason: row.reason ?? '',
        claimUntil: row.claimUntil ?? '',
      },
      link: `/funds/${row.id}`,
    })
  }),
]

const told = { approved: 'requestApproved', rejected: 'requestRejected', closed: 'requestClosed' } as const

const tellStaff = (ctx: Ctx, row: Row): Promise<void> =>
  notify(ctx, {
    permission: 'prm:funds',
    over: { partner: row.partner },
    kind: 'funds.requestSubmitted',
    params: {
      number: row.number,
      title: row.title,
      amount: formatAmount(row.requested),
      currency: row.requested.currency,
    },
    link: `/funds/${row.id}`,
  })

async function commit(ctx: Ctx, row: Row): Promise<void> {
  const system = ctx.asSystem('commits approved funds')
  const { budget, partner } = await system.get(FundAllocation, row.allocation)
  if (!row.approved) return
  await post(system, [
    {
      kind: 'approve',
      from: { kind: 'available', budget, allocation: row.allocation, partner },
      to: committedOf(budget, row),
      amount: row.approved,
      cause: `fundRequest:${row.id}`,
    },
  ])
}

/** Gives what is left of a request back: to its allocation, or to the budget where that is over. */
export async function release(ctx: Ctx, row: Row): Promise<void> {
  const system = ctx.asSystem('releases committed funds')
  // Holds the allocation, so that it does not expire in between.
  const [allocation] = await system.mutate(FundAllocation).updateMany([{ id: row.allocation, patch: {} }])
  if (!allocation) return
  const { budget, partner, status } = allocation
  const from = committedOf(budget, row)
  const to =
    status === 'open'
      ? ({ kind: 'available', budget, allocation: allocation.id, partner } as const)
      : ({ kind: 'unallocated', budget } as const)
  const amount = { minor: await heldBalance(system, from), currency: row.requested.currency }
  await post(system, [{ kind: 'release', from, to, amount, cause: `fundRequest:${row.id}` }])
}

const committedOf = (budget: string, { id, partner }: Row) =>
  ({ kind: 'committed', budget, request: id, partner }) as const
