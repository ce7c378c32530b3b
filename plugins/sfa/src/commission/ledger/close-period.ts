import { type Context, type Id, Reject, type RowIn } from '@tessera/core'
import { companyDay } from '../../company-day.ts'
import { CommissionOpenPoint, CommissionPeriod, type SfaModel } from '../../model.ts'
import { calculateCommission } from '../calculate.ts'
import { lockLedger } from './lock-plan.ts'
import { requireManager } from './require-manager.ts'

type Ctx = Context<typeof SfaModel>
type PeriodRow = RowIn<typeof SfaModel, typeof CommissionPeriod>

export interface CloseOptions {
  /** Close although something can not be worked out yet; once it can, it lands in the first open period. */
  readonly carryOpenPoints?: boolean
}

/**
 * Calculates a period for the last time, issues its statements and closes it, all together. From then on nothing is written into it.
 * @throws REJECTED `sfa.commissionForbidden`, `sfa.commissionPeriodRunning`, `sfa.commissionPeriodOrder`, `sfa.commissionOpenPoints`; NOT_FOUND
 */
export async function closeCommissionPeriod(ctx: Ctx, id: Id, options: CloseOptions = {}): Promise<PeriodRow> {
  requireManager(ctx)
  return ctx.asSystem('closes a commission period').transaction(async (inside) => {
    const { plan } = await inside.get(CommissionPeriod, id)
    await lockLedger(inside, plan)
    const period = await inside.get(CommissionPeriod, id)
    if (period.status === 'closed') return period
    if (period.endsOn >= companyDay(inside))
      throw new Reject(
        'sfa.commissionPeriodRunning',
        `The period goes on until ${period.endsOn}. Close it when that day is over.`,
      )
    await calculateCommission(inside, plan)
    await requireSettled(inside, id, options.carryOpenPoints ?? false)
    return inside.mutate(CommissionPeriod).update(id, { status: 'closed' })
  })
}

async function requireSettled(ctx: Ctx, period: Id, carry: boolean): Promise<void> {
  const points = await ctx.list(CommissionOpenPoint, { where: { period: { eq: period } }, limit: 1000 })
  // A line is settled for all or for none; without a quota it would be for some.
  const binding = carry ? points.filter(({ code }) => code === 'QUOTA_MISSING') : points
  const [first] = binding
  if (first)
    throw new Reject(
      'sfa.commissionOpenPoints',
      `The period has ${binding.length} open points, such as: ${first.message}${carry ? '' : ' Settle them, or close with `carryOpenPoints`, where no quota is missing.'}`,
      { count: binding.length },
    )
}

/**
 * Opens the last closed period of a plan again and withdraws its statements. Who did it and why stands in the audit.
 * @throws REJECTED `sfa.commissionForbidden`, `sfa.commissionPeriodOrder`, `sfa.commissionReopenReason`; NOT_FOUND
 */
export async function reopenCommissionPeriod(ctx: Ctx, id: Id, reason: string): Promise<PeriodRow> {
  requireManager(ctx, 'sfa:commissionReopen')
  return ctx.asSystem(`opens a commission period again: ${reason.slice(0, 200)}`).transaction(async (inside) => {
    const { plan } = await inside.get(CommissionPeriod, id)
    await lockLedger(inside, plan)
    return inside.mutate(CommissionPeriod).update(id, { status: 'open', reopenReason: reason })
  })
}
