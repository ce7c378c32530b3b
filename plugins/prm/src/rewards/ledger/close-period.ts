import { type Context, type Id, Reject, type RowIn } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { type PrmModel, RewardPeriod } from '../../model.ts'
import { calculateRewards } from '../calculate.ts'
import { lockRewards } from './lock-program.ts'
import { requireRewards } from './require-manager.ts'

/**
 * Calculates a period for the last time, closes it and issues its statements, all together. From then on nothing is written into it.
 * @throws REJECTED `prm.rewardForbidden`, `prm.rewardPeriodRunning`, `prm.rewardPeriodOrder`; NOT_FOUND
 */
export async function closeRewardPeriod(
  ctx: Context<typeof PrmModel>,
  id: Id,
): Promise<RowIn<typeof PrmModel, typeof RewardPeriod>> {
  requireRewards(ctx)
  return ctx.asSystem('closes a reward period').transaction(async (inside) => {
    const { program } = await inside.get(RewardPeriod, id)
    await lockRewards(inside, program)
    const period = await inside.get(RewardPeriod, id)
    if (period.status === 'closed') return period
    if (period.endsOn >= companyDay(inside))
      throw new Reject(
        'prm.rewardPeriodRunning',
        `The period goes on until ${period.endsOn}. Close it when that day is over.`,
      )
    await calculateRewards(inside, program)
    return inside.mutate(RewardPeriod).update(id, { status: 'closed' })
  })
}
