import { job } from '@tessera/core'
import { z } from 'zod'
import { PrmModel, RewardProgram } from '../model.ts'
import { calculateRewards } from './calculate.ts'

/** Calculates one programme. A run that is stopped or dies leaves whole periods, and the next attempt writes only what is missing. */
export const programRewardsJob = job(
  PrmModel,
  'calculateRewards',
  { input: z.object({ program: z.string() }) },
  async ({ ctx, input, progress, signal }) =>
    calculateRewards(ctx, input.program, {
      signal,
      onPeriod: (done, total, startsOn) => progress({ done, total, note: `from ${startsOn}` }),
    }),
)

/** Calculates every programme in use, once a night. */
export const rewardsJob = job(PrmModel, 'rewards', { cron: '45 2 * * *' }, async ({ ctx }) => {
  const programs = await ctx.list(RewardProgram, { where: { active: { eq: true } }, limit: 10_000 })
  for (const { id } of programs) await ctx.enqueue(programRewardsJob, { program: id }, { key: id })
})
