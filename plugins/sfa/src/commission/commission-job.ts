import { job } from '@tessera/core'
import { z } from 'zod'
import { CommissionPlan, SfaModel } from '../model.ts'
import { calculateCommission } from './calculate.ts'

/**
 * Calculates one plan. Progress counts periods; a run that is stopped or dies leaves whole periods, and the next attempt writes only what is
 * missing.
 */
export const planCommissionJob = job(
  SfaModel,
  'calculateCommission',
  { input: z.object({ plan: z.string() }) },
  async ({ ctx, input, progress, signal }) =>
    calculateCommission(ctx, input.plan, {
      signal,
      onPeriod: (done, total, startsOn) => progress({ done, total, note: `from ${startsOn}` }),
    }),
)

/** Calculates every plan in use, once a night. */
export const commissionJob = job(SfaModel, 'commission', { cron: '30 2 * * *' }, async ({ ctx }) => {
  const plans = await ctx.list(CommissionPlan, { where: { active: { eq: true } }, limit: 10_000 })
  for (const { id } of plans) await ctx.enqueue(planCommissionJob, { plan: id }, { key: id })
})
