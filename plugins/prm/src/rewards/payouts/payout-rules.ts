import { type Hook, type On, Reject } from '@tessera/core'
import { type PrmModel, RewardPayout, RewardPayoutLine } from '../../model.ts'

/** A run stands as it was made: what it transfers is not changed, nor is it deleted. */
export const payoutRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(RewardPayout).before('update', { name: 'stays' }, ({ old, changed }) => {
    const fixed = (['key', 'currency', 'executeOn', 'total', 'transfers'] as const).some((name) => changed.has(name))
    if (fixed || (changed.has('fileHash') && old?.fileHash !== '-') || (old && old.status !== 'created'))
      throw new Reject('prm.rewardPayoutStep', 'A payout stands as it was made. Cancel it, and make another one.')
  }),
  on(RewardPayoutLine).before('update', { name: 'stays' }, () => {
    throw new Reject('prm.rewardPayoutStep', 'A payout stands as it was made. Cancel it, and make another one.')
  }),
  ...([RewardPayout, RewardPayoutLine] as const).map((entity) =>
    on(entity).before(['delete', 'restore'], { name: 'kept' }, () => {
      throw new Reject('prm.rewardPayoutStep', 'A payout is kept. Cancel it while it is not executed.')
    }),
  ),
]
