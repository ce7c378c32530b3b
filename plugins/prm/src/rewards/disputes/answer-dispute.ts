import { type Context, type Id, type Money, Reject, type RowIn } from '@tessera/core'
import { type PrmModel, RewardDispute, RewardEntry, RewardStatement } from '../../model.ts'
import { notify } from '../../news/notify.ts'
import { adjustReward } from '../ledger/adjust.ts'
import { requireRewards } from '../ledger/require-manager.ts'

export interface DisputeAnswer {
  readonly answer: string
  /** What the partner gets besides, in the currency of the entry; none rejects the dispute. */
  readonly adjustment?: Money | null
}

/**
 * Answers a dispute: with an adjustment, written into the open period together with the answer, or without one.
 * @throws REJECTED `prm.rewardForbidden`, `prm.rewardDisputeAnswered`, `prm.rewardAdjustment`; NOT_FOUND
 */
export async function answerRewardDispute(
  ctx: Context<typeof PrmModel>,
  id: Id,
  { answer, adjustment = null }: DisputeAnswer,
): Promise<RowIn<typeof PrmModel, typeof RewardDispute>> {
  requireRewards(ctx)
  await ctx.get(RewardDispute, id)
  const answeredBy = ctx.actor.kind === 'user' ? ctx.actor.id : null
  return ctx.transaction(async (acting) => {
    const inside = acting.asSystem('answers a dispute of a partner')
    const disputes = inside.mutate(RewardDispute)
    const [dispute] = await disputes.updateMany([{ id, patch: {} }])
    if (dispute?.status !== 'open')
      throw new Reject('prm.rewardDisputeAnswered', 'The dispute is answered and stands. Raise another one.')
    const { partner, statement, amount } = await inside.get(RewardEntry, dispute.entry)
    if (adjustment !== null && adjustment.currency !== amount.currency)
      throw new Reject('prm.rewardAdjustment', `The entry is in ${amount.currency}, so its adjustment is too.`)
    const { program } = await inside.get(RewardStatement, statement)
    const entry =
      adjustment === null
        ? null
        : await adjustReward(acting, { program, partner, amount: adjustment, reason: answer, earlier: dispute.entry })
    await notify(inside, {
      partner,
      roles: ['admin', 'finance'],
      kind: 'rewards.disputeAnswered',
      params: { answer },
      link: `/earnings/${statement}`,
    })
    return disputes.update(id, {
      status: entry ? 'accepted' : 'rejected',
      answer,
      answeredAt: inside.now(),
      answeredBy,
      adjustment: entry?.id ?? null,
    })
  })
}
