import { type Hook, type On, Reject } from '@tessera/core'
import { FundBudget, type PrmModel } from '../../model.ts'
import { post } from '../ledger/post.ts'

/** What a budget holds stands in the ledger from the first day on: its total goes in, and changes by the difference. */
export const budgetRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(FundBudget).after('create', { name: 'fund' }, async ({ row, ctx }) => {
    await fund(ctx, row.id, row.total)
  }),
  on(FundBudget).before('update', { fields: ['total'], name: 'currency' }, ({ old, row }) => {
    if (old?.total.currency !== row.total.currency)
      throw new Reject(
        'prm.fundCurrency',
        `The budget counts in ${old?.total.currency}. For ${row.total.currency} make another one.`,
      )
  }),
  on(FundBudget).after('update', { fields: ['total'], name: 'fund' }, async ({ old, row, ctx }) => {
    await fund(ctx, row.id, { ...row.total, minor: row.total.minor - (old?.total.minor ?? 0n) })
  }),
  on(FundBudget).before('delete', { name: 'kept' }, () => {
    throw new Reject('prm.fundKept', 'A budget is kept with its ledger. Set its last day to end it.')
  }),
]

type Ctx = Parameters<typeof post>[0]

async function fund(ctx: Ctx, budget: string, { minor, currency }: { minor: bigint; currency: string }): Promise<void> {
  const [funding, unallocated] = [
    { kind: 'funding', budget },
    { kind: 'unallocated', budget },
  ] as const
  const [from, to] = minor > 0n ? [funding, unallocated] : [unallocated, funding]
  const amount = { minor: minor < 0n ? -minor : minor, currency }
  await post(ctx.asSystem('puts money into a fund budget'), [
    { kind: 'fund', from, to, amount, cause: `fundBudget:${budget}` },
  ])
}
