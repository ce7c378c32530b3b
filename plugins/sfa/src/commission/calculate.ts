import type { Context, Id } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { CommissionPeriod, type SfaModel } from '../model.ts'
import { compute, type DuePeriod } from './engine/compute.ts'
import { convertBases } from './engine/convert-bases.ts'
import { dueSteps } from './engine/due-steps.ts'
import { loadLines } from './engine/load-lines.ts'
import { loadPeople } from './engine/load-people.ts'
import { closedUntil, loadAbove, loadPlan, loadRules, loadSettled } from './engine/load-plan.ts'
import { loadQuotas } from './engine/load-quotas.ts'
import { loadShares } from './engine/load-shares.ts'
import type { Book } from './engine/plan-terms.ts'
import { lockLedger } from './ledger/lock-plan.ts'
import { requireManager } from './ledger/require-manager.ts'
import { type Written, writePeriod } from './ledger/write-period.ts'

type Ctx = Context<typeof SfaModel>

export interface CalculateOptions {
  /** Told after each period that is written. */
  readonly onPeriod?: (done: number, total: number, startsOn: string) => Promise<void>
  /** Ends the calculation between two periods; what is written stays. */
  readonly signal?: AbortSignal
}

/**
 * Brings the ledger of a plan to what its orders, invoices, payments and returns say. A second call writes nothing. Each open period is
 * written in a transaction of its own, so after a stop the next call does the rest. Closed periods are not touched: what would belong to them
 * lands in the first open one.
 * @throws NOT_FOUND; REJECTED `sfa.commissionForbidden`
 */
export async function calculateCommission(ctx: Ctx, plan: Id, options: CalculateOptions = {}): Promise<Written> {
  requireManager(ctx)
  const system = ctx.asSystem('calculates commission')
  const { due, row, until } = await dueOf(system, plan)
  let sum: Written = { written: 0, reversed: 0, unchanged: 0, openPoints: 0 }
  for (const [index, period] of due.entries()) {
    if (options.signal?.aborted) break
    const written = await system.transaction(async (inside) => {
      await lockLedger(inside, plan)
      // What was closed or opened since we looked is for the next calculation to see.
      if ((await closedUntil(inside, plan)) !== until) return null
      return writePeriod(inside, row, period)
    })
    if (written === null) break
    sum = added(sum, written)
    await options.onPeriod?.(index + 1, due.length, period.period.startsOn)
  }
  return sum
}

/** What the open periods of a plan should hold, by what is known now. The number of statements does not grow with the number of orders. */
async function dueOf(ctx: Ctx, id: Id) {
  const { row, terms } = await loadPlan(ctx, id)
  const until = await closedUntil(ctx, id)
  const lines = await loadLines(ctx, terms)
  const people = await loadPeople(ctx, id, row.credits)
  const book: Book = {
    plan: terms,
    rules: await loadRules(ctx, terms),
    above: await loadAbove(ctx),
    lines,
    settled: await loadSettled(ctx, id),
    closedUntil: until,
    today: companyDay(ctx),
    sharesOf: await loadShares(ctx, row.credits, lines),
    earns: people.earns,
    peopleOn: people.peopleOn,
    quotaOf: await loadQuotas(ctx, terms),
  }
  const steps = dueSteps(book)
  const converted = await convertBases(ctx, terms, steps)
  const due = row.active ? await withEmptied(ctx, id, compute(book, steps, converted)) : []
  return { due, row, until }
}

/** Open periods in which there was something and is nothing any more are due too. */
async function withEmptied(ctx: Ctx, plan: Id, due: readonly DuePeriod[]): Promise<readonly DuePeriod[]> {
  const told = new Set(due.map(({ period }) => period.startsOn))
  const open = await ctx.list(CommissionPeriod, {
    where: { plan: { eq: plan }, status: { eq: 'open' } },
    orderBy: [{ startsOn: 'asc' }],
    limit: 10_000,
  })
  const emptied = open.filter(({ startsOn }) => !told.has(startsOn))
  return [...due, ...emptied.map((period) => ({ period, entries: [], points: [] }))]
}

const added = (a: Written, b: Written): Written => ({
  written: a.written + b.written,
  reversed: a.reversed + b.reversed,
  unchanged: a.unchanged + b.unchanged,
  openPoints: a.openPoints + b.openPoints,
})
