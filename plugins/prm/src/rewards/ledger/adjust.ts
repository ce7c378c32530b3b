import { randomUUID } from 'node:crypto'
import { type Context, type Id, type Money, Reject, type RowIn } from '@tessera/core'
import { commissionEngine, companyDay } from '@tessera/plugin-sfa'
import { actingUser } from '../../channel/holds.ts'
import { type PrmModel, RewardEntry, RewardProgram } from '../../model.ts'
import { loadClosing } from '../engine/load-settled.ts'
import { lockRewards } from './lock-program.ts'
import { periodRow, statementsFor, whoseKey } from './open-statements.ts'
import { requireRewards } from './require-manager.ts'

export interface RewardAdjustment {
  readonly program: Id
  readonly partner: Id
  /** Below zero takes away. */
  readonly amount: Money
  readonly reason: string
  /** The entry it corrects. */
  readonly earlier?: Id | null
}

/**
 * Adds an amount by hand, with its reason, to the period of today, or the first open one after closed ones.
 * @throws REJECTED `prm.rewardForbidden`, `prm.rewardAdjustment`; NOT_FOUND, VALIDATION
 */
export async function adjustReward(
  ctx: Context<typeof PrmModel>,
  { program: id, partner, amount, reason, earlier = null }: RewardAdjustment,
): Promise<RowIn<typeof PrmModel, typeof RewardEntry>> {
  requireRewards(ctx)
  if (amount.minor === 0n) throw new Reject('prm.rewardAdjustment', 'An adjustment is an amount other than 0.')
  const adjustedBy = actingUser(ctx.actor)
  return ctx.asSystem('adjusts a reward').transaction(async (inside) => {
    await lockRewards(inside, id)
    const program = await inside.get(RewardProgram, id)
    const of = earlier === null ? null : await inside.get(RewardEntry, earlier)
    if (of && (of.partner !== partner || of.amount.currency !== amount.currency))
      throw new Reject('prm.rewardAdjustment', 'The entry to correct is of another partner or currency.')
    const today = companyDay(inside)
    const { until } = await loadClosing(inside, id)
    const day = until !== null && today <= until ? commissionEngine.dayAfter(until) : today
    const period = await periodRow(inside, id, commissionEngine.periodOf(day, program.period))
    const whose = { partner, currency: amount.currency }
    const statements = await statementsFor(inside, period, [whose])
    return inside.mutate(RewardEntry).create({
      statement: statements.get(whoseKey(whose))?.id ?? '',
      period: period.id,
      partner,
      kind: 'adjustment',
      reward: 'adjustment',
      stream: 'adjustment',
      event: `adjustment:${randomUUID()}`,
      occurredOn: today,
      orderLine: of?.orderLine ?? null,
      rule: of?.rule ?? null,
      ruleVersion: of?.ruleVersion ?? null,
      amount,
      reason,
      earlier,
      explanation: {},
      adjustedBy,
    })
  })
}
