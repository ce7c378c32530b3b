import type { Context, Id } from '@tessera/core'
import { type PrmModel, RewardPeriod, RewardProgram } from '../model.ts'
import { type DuePeriod, dueRewards } from './engine/due-rewards.ts'
import { loadClosing } from './engine/load-settled.ts'
import { lockRewards } from './ledger/lock-program.ts'
import { requireRewards } from './ledger/require-manager.ts'
import { type RewardsWritten, writeRewards } from './ledger/write-rewards.ts'
import { notePriceDrops } from './prices/note-price-drops.ts'

type Ctx = Context<typeof PrmModel>

export interface CalculateOptions {
  /** Told after each period that is written. */
  readonly onPeriod?: (done: number, total: number, startsOn: string) => Promise<void>
  /** Ends the calculation between two periods; what is written stays. */
  readonly signal?: AbortSignal
}

/**
 * Brings the ledger of a reward programme to what orders, deliveries, invoices, payments, returns, falls of prices and referrals say. A second
 * call writes nothing. Each open period is written in a transaction of its own, so after a stop the next call does the rest. Closed periods are
 * not touched: what would belong to them and became known later lands in the first open one.
 * @throws NOT_FOUND; REJECTED `prm.rewardForbidden`
 */
export async function calculateRewards(ctx: Ctx, id: Id, options: CalculateOptions = {}): Promise<RewardsWritten> {
  requireRewards(ctx)
  const system = ctx.asSystem('calculates rewards of partners')
  await notePriceDrops(system)
  const program = await system.get(RewardProgram, id)
  const { due, until } = await dueRewards(system, program)
  const periods = program.active ? await withEmptied(system, id, due) : []
  let sum: RewardsWritten = { written: 0, reversed: 0, unchanged: 0 }
  for (const [index, period] of periods.entries()) {
    if (options.signal?.aborted) break
    const written = await system.transaction(async (inside) => {
      await lockRewards(inside, id)
      // What was closed since we looked is for the next calculation to see.
      return (await loadClosing(inside, id)).until === until ? writeRewards(inside, id, period) : null
    })
    if (written === null) break
    sum = {
      written: sum.written + written.written,
      reversed: sum.reversed + written.reversed,
      unchanged: sum.unchanged + written.unchanged,
    }
    await options.onPeriod?.(index + 1, periods.length, period.period.startsOn)
  }
  return sum
}

/** Open periods in which there was something and is nothing any more are due too. */
async function withEmptied(ctx: Ctx, program: Id, due: readonly DuePeriod[]): Promise<readonly DuePeriod[]> {
  const told = new Set(due.map(({ period }) => period.startsOn))
  const open = await ctx.list(RewardPeriod, {
    where: { program: { eq: program }, status: { eq: 'open' } },
    orderBy: [{ startsOn: 'asc' }],
    limit: 10_000,
  })
  return [...due, ...open.filter(({ startsOn }) => !told.has(startsOn)).map((period) => ({ period, entries: [] }))]
}
