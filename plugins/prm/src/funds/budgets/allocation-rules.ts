import { type Context, type Hook, type Id, type On, Partner, Reject, type RowIn } from '@tessera/core'
import { FundAllocation, FundBudget, type PrmModel } from '../../model.ts'
import { heldBalance } from '../ledger/accounts.ts'
import { post } from '../ledger/post.ts'

type Ctx = Context<typeof PrmModel>
type Row = RowIn<typeof PrmModel, typeof FundAllocation>

/** An allocation takes its amount out of its budget, and gives back what is left when its time is over. */
export const allocationRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(FundAllocation).before('save', { name: 'budget' }, async ({ row, changed, operation, ctx }) => {
    const system = ctx.asSystem('looks up a fund budget')
    if (operation === 'update') refuseMoved(changed)
    const budget = await system.get(FundBudget, row.budget)
    const { currency } = budget.total
    if (row.amount.currency !== currency)
      throw new Reject('prm.fundCurrency', `The budget counts in ${currency}, so the allocation does too.`)
    if (row.validFrom < budget.startsOn || row.validUntil > budget.endsOn)
      throw new Reject('prm.fundPeriod', `The budget goes from ${budget.startsOn} to ${budget.endsOn}. Stay within it.`)
    if (row.partner && budget.program) {
      const partner = await system.get(Partner, row.partner)
      if (partner.prmProgram !== budget.program)
        throw new Reject('prm.fundAllocation', 'The budget is for another programme than the partner’s.')
    }
  }),
  on(FundAllocation).after('create', { name: 'allocate' }, async ({ row, ctx }) => {
    await move(ctx, row, row.amount.minor, 'allocate')
  }),
  on(FundAllocation).before('update', { fields: ['amount', 'validFrom', 'validUntil'], name: 'open' }, ({ old }) => {
    if (old?.status === 'expired')
      throw new Reject('prm.fundExpired', 'The allocation is over, and what was left went back. Make another one.')
  }),
  on(FundAllocation).after('update', { fields: ['amount'], name: 'allocate' }, async ({ old, row, ctx }) => {
    await move(ctx, row, row.amount.minor - (old?.amount.minor ?? 0n), 'allocate')
  }),
  on(FundAllocation).after('update', { fields: ['status'], name: 'expire' }, async ({ row, ctx }) => {
    const left = await heldBalance(ctx.asSystem('looks what is left of an allocation'), accountOf(row))
    await move(ctx, row, -left, 'expire')
  }),
  on(FundAllocation).before('delete', { name: 'kept' }, () => {
    throw new Reject('prm.fundKept', 'An allocation is kept with its ledger. Set its amount to what is used of it.')
  }),
]

function refuseMoved(changed: ReadonlySet<string>): void {
  if (changed.has('budget') || changed.has('partner') || changed.has('tier'))
    throw new Reject('prm.fundAllocation', 'An allocation keeps its budget and whom it is for. Make another one.')
}

const accountOf = ({ id, budget, partner }: Row) => ({ kind: 'available', budget, allocation: id, partner }) as const

/** Moves an amount into an allocation, or below zero out of it. */
async function move(ctx: Ctx, row: Row, minor: bigint, kind: 'allocate' | 'expire'): Promise<void> {
  const unallocated = { kind: 'unallocated', budget: row.budget } as const
  const available = accountOf(row)
  const [from, to] = minor > 0n ? [unallocated, available] : [available, unallocated]
  const amount = { minor: minor < 0n ? -minor : minor, currency: row.amount.currency }
  await post(ctx.asSystem('allocates funds'), [{ kind, from, to, amount, cause: `fundAllocation:${row.id}` }])
}

/**
 * Whether a partner may draw from an allocation: it is the partner's, or its tier's.
 * @throws REJECTED `prm.fundAllocation`
 */
export async function requireUsable(ctx: Ctx, allocation: Row, partner: Id): Promise<void> {
  if (allocation.partner === partner) return
  const { prmTier } = await ctx.asSystem('looks up the tier of a partner').get(Partner, partner)
  if (allocation.tier === null || allocation.tier !== prmTier)
    throw new Reject(
      'prm.fundAllocation',
      'This allocation is not for the partner. Choose one of its own or of its tier.',
    )
}
