import { type Hook, type On, Reject } from '@tessera/core'
import { type PrmModel, RewardDispute, RewardEntry } from '../../model.ts'
import { notify } from '../../news/notify.ts'

/** A dispute is raised by the partner whose entry it is, answered once, and then stands. */
export const disputeRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(RewardDispute).before('create', { name: 'own' }, async ({ row, ctx }) => {
    // As the actor: an entry of others is not there.
    const entry = await ctx.get(RewardEntry, row.entry)
    if (ctx.actor.kind === 'partner' && ctx.actor.partner !== entry.partner)
      throw new Reject('prm.rewardNotYours', 'Only the partner whose reward it is disputes an entry.')
    if (row.status !== 'open')
      throw new Reject('prm.rewardDisputeNew', 'A dispute begins open; the answer comes after it.')
    return { partner: entry.partner }
  }),
  on(RewardDispute).after('create', { name: 'told' }, async ({ row, ctx }) => {
    await notify(ctx, {
      permission: 'prm:rewards',
      over: { partner: row.partner },
      kind: 'rewards.disputed',
      params: { reason: row.reason },
      link: '/desk/disputes',
    })
  }),
  on(RewardDispute).before('update', { name: 'once' }, ({ old, changed }) => {
    if (old?.status !== 'open')
      throw new Reject('prm.rewardDisputeAnswered', 'The dispute is answered and stands. Raise another one.')
    if (changed.has('entry') || changed.has('reason'))
      throw new Reject('prm.rewardDisputeStays', 'What a dispute is about stays as it was raised.')
  }),
  on(RewardDispute).before(['delete', 'restore'], { name: 'kept' }, () => {
    throw new Reject('prm.rewardDisputeStays', 'A dispute is kept, with its answer.')
  }),
]
