import { type Context, type Id, type Money, Reject, type RowIn } from '@tessera/core'
import { CommissionDispute, CommissionEntry, type SfaModel } from '../../model.ts'
import { adjustCommission } from '../ledger/adjust.ts'
import { requireManager } from '../ledger/require-manager.ts'

export interface DisputeAnswer {
  readonly answer: string
  /** What the person gets besides, in the currency of the plan; none rejects the dispute. */
  readonly adjustment?: Money | null
}

/**
 * Answers a dispute: with an adjustment, written into the open period together with the answer, or without one. Nobody answers the own.
 * @throws REJECTED `sfa.commissionForbidden`, `sfa.commissionOwn`, `sfa.commissionDisputeAnswered`, `sfa.commissionAdjustment`; NOT_FOUND
 */
export async function answerCommissionDispute(
  ctx: Context<typeof SfaModel>,
  id: Id,
  { answer, adjustment = null }: DisputeAnswer,
): Promise<RowIn<typeof SfaModel, typeof CommissionDispute>> {
  requireManager(ctx)
  const answeredBy = ctx.actor.kind === 'user' ? ctx.actor.id : null
  return ctx.transaction(async (acting) => {
    const inside = acting.asSystem('answers a commission dispute')
    const disputes = inside.mutate(CommissionDispute)
    const [dispute] = await disputes.updateMany([{ id, patch: {} }])
    if (dispute?.status !== 'open')
      throw new Reject('sfa.commissionDisputeAnswered', 'The dispute is answered and stands. Raise another one.')
    if (dispute.person === answeredBy)
      throw new Reject('sfa.commissionOwn', 'Nobody answers the own dispute. Ask a colleague who may.')
    const { plan, person } = await inside.get(CommissionEntry, dispute.entry)
    const entry =
      adjustment === null
        ? null
        : await adjustCommission(acting, { plan, person, amount: adjustment, reason: answer, earlier: dispute.entry })
    return disputes.update(id, {
      status: entry ? 'accepted' : 'rejected',
      answer,
      answeredAt: inside.now(),
      answeredBy,
      adjustment: entry?.id ?? null,
    })
  })
}
