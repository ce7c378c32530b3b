import { type Id, TesseraError } from '@tessera/core'
import { Opportunity } from '@tessera/plugin-sfa/model'
import type { Ctx } from '../deal-lock.ts'
import { covers } from '../decisions/require-decider.ts'
import { DealCustomer, DealRegistration } from '../entities.ts'
import { type DealMatch, findMatches } from './find-matches.ts'

/** A match as who decides sees it: named where he may see it himself. */
export interface DealConflict extends Pick<DealMatch, 'kind' | 'level' | 'reason'> {
  readonly registration: Id | null
  readonly opportunity: Id | null
}

/** What a registration that waits may be known as already, for who decides about it. @throws NOT_FOUND, FORBIDDEN */
export async function dealConflicts(ctx: Ctx, id: Id): Promise<readonly DealConflict[]> {
  const deal = await ctx.get(DealRegistration, id)
  if (!covers(ctx.actor, 'prm:approveDeals', deal))
    throw new TesseraError('FORBIDDEN', { who: `A ${ctx.actor.kind}`, op: 'read', what: 'what a deal matches' })
  if (deal.customer === null) return []
  const system = ctx.asSystem('looks for what a deal may be known as')
  const identity = await system.get(DealCustomer, deal.customer)
  const matches = await findMatches(system, { identity, productLine: deal.productLine, except: id })
  const seen = new Set([
    ...(await seenOf(ctx, DealRegistration, matches, 'registration')),
    ...(await seenOf(ctx, Opportunity, matches, 'opportunity')),
  ])
  return matches.map(({ kind, id: match, level, reason }) => ({
    kind,
    level,
    reason,
    registration: kind === 'registration' && seen.has(match) ? match : null,
    opportunity: kind === 'opportunity' && seen.has(match) ? match : null,
  }))
}

async function seenOf(
  ctx: Ctx,
  entity: typeof DealRegistration | typeof Opportunity,
  matches: readonly DealMatch[],
  which: DealMatch['kind'],
): Promise<readonly Id[]> {
  const ids = matches.flatMap(({ kind, id }) => (kind === which ? [id] : []))
  // Who may read none of an entity may not ask for a list of it either.
  if (ids.length === 0 || ctx.readable(entity).size === 0) return []
  const where = { id: { in: ids } }
  const rows =
    entity === Opportunity
      ? await ctx.list(Opportunity, { where, limit: ids.length })
      : await ctx.list(DealRegistration, { where, limit: ids.length })
  return rows.map(({ id }) => id)
}
