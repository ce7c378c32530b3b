import { type Context, type Id, job, Reject, sql } from '@tessera/core'
import { Account, Lead } from '@tessera/plugin-customers/model'
import { companyDay } from '../company-day.ts'
import { SfaModel, TerritoryRuleSet, TerritoryRun } from '../model.ts'
import { place } from './place.ts'
import { readAccounts, readLeads, readPlacingRules, ruleSetOn } from './read-subjects.ts'

type Ctx = Context<typeof SfaModel>

const batchSize = 500

/** Every ten minutes: a set of rules whose day has come is applied; a run that was interrupted goes on. */
export const applyTerritories = job(
  SfaModel,
  'applyTerritories',
  { everyMs: 600_000 },
  async ({ ctx, progress, signal }) => {
    await startDue(ctx)
    for (;;) {
      if (signal.aborted) return
      const run = await stepRun(ctx)
      if (!run) return
      await progress({ done: run.seen, note: run.phase })
    }
  },
)

/** Starts a run for the set in force, unless it has had one. */
export function startDue(system: Ctx): Promise<Id | null> {
  return system.transaction(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('sfa.territories', 0))`.execute(ctx.db)
    const due = await ruleSetOn(ctx, companyDay(ctx))
    if (!due || due.appliedAt !== null) return null
    return start(ctx, due.id)
  })
}

/** Applies the set in force anew to everything, as after many accounts were imported. */
export function reapply(system: Ctx): Promise<Id> {
  return system.transaction(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('sfa.territories', 0))`.execute(ctx.db)
    const inForce = await ruleSetOn(ctx, companyDay(ctx))
    if (!inForce)
      throw new Reject(
        'sfa.noTerritoryRules',
        'No territory rules are in force. Approve a set with a day on which it begins.',
      )
    const id = await start(ctx, inForce.id)
    await ctx.enqueue(applyTerritories, undefined, { key: 'all' })
    return id
  })
}

async function start(ctx: Ctx, ruleSet: Id): Promise<Id> {
  const now = ctx.now()
  // Rules that are out of force need not be finished.
  const open = await ctx.list(TerritoryRun, { where: { status: { eq: 'running' } }, limit: 100 })
  await ctx
    .mutate(TerritoryRun)
    .updateMany(open.map(({ id }) => ({ id, patch: { status: 'done', finishedAt: now, phase: 'end' } })))
  await ctx.mutate(TerritoryRuleSet).update(ruleSet, { status: 'applied', appliedAt: now })
  return (await ctx.mutate(TerritoryRun).create({ ruleSet, startedAt: now })).id
}

/** Applies the open run to the next five hundred, in one transaction with how far it is; null when nothing is left to do. */
export function stepRun(system: Ctx): Promise<{ readonly seen: number; readonly phase: string } | null> {
  return system.transaction(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('sfa.territories', 0))`.execute(ctx.db)
    const [run] = await ctx.list(TerritoryRun, { where: { status: { eq: 'running' } }, limit: 1 })
    if (!run) return null
    const rules = await readPlacingRules(ctx, run.ruleSet)
    const read = run.phase === 'accounts' ? readAccounts : readLeads
    const subjects = await read(ctx, { after: run.after, limit: batchSize })
    const moves = subjects.flatMap((subject) => {
      const placement = place(rules, run.ruleSet, subject)
      return placement && placement.territory !== subject.territory ? [{ id: subject.id, placement }] : []
    })
    if (run.phase === 'accounts')
      await ctx.mutate(Account).updateMany(
        moves.map(({ id, placement }) => ({
          id,
          patch: { territory: placement.territory, sfaPlacement: placement },
        })),
      )
    else
      await ctx
        .mutate(Lead)
        .updateMany(moves.map(({ id, placement }) => ({ id, patch: { territory: placement.territory } })))
    const ended = subjects.length < batchSize
    const phase = ended ? (run.phase === 'accounts' ? ('leads' as const) : ('end' as const)) : run.phase
    await ctx.mutate(TerritoryRun).update(run.id, {
      phase,
      after: ended ? null : (subjects.at(-1)?.id ?? null),
      seen: run.seen + subjects.length,
      ...(run.phase === 'accounts'
        ? { accountsMoved: run.accountsMoved + moves.length }
        : { leadsMoved: run.leadsMoved + moves.length }),
      ...(phase === 'end' ? { status: 'done' as const, finishedAt: ctx.now() } : {}),
    })
    return { seen: run.seen + subjects.length, phase }
  })
}
