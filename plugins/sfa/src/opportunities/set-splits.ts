import { type Context, type Id, issue, type RowIn, TesseraError } from '@tessera/core'
import { OpportunitySplit, type SfaModel } from '../model.ts'
import { lockOpportunities } from './lock-opportunities.ts'

type Ctx = Context<typeof SfaModel>
type Split = RowIn<typeof SfaModel, typeof OpportunitySplit>

export interface SplitShare {
  readonly user: Id
  /** Per cent as a decimal text: `33.3333`. */
  readonly percent: string
}

/**
 * Replaces all splits of one type of an opportunity in one transaction. None hands the whole deal back to its owner.
 * @throws VALIDATION if a person stands twice; REJECTED `sfa.splitTotal`, `sfa.closed`; NOT_FOUND, FORBIDDEN
 * @example await setSplits(ctx, deal.id, 'revenue', [{ user: anna, percent: '60' }, { user: ben, percent: '40' }])
 */
export async function setSplits(
  ctx: Ctx,
  opportunity: Id,
  type: 'revenue' | 'overlay',
  shares: readonly SplitShare[],
): Promise<Split[]> {
  requireDistinct(shares)
  return ctx.transaction(async (inside) => {
    await lockOpportunities(inside, [opportunity])
    const splits = inside.mutate(OpportunitySplit)
    const where = { opportunity: { eq: opportunity }, type: { eq: type } }
    const known = await inside.list(OpportunitySplit, { where, limit: 1000 })
    const idOf = new Map(known.map(({ id, user }) => [user, id]))
    // Of the same people, only the shares change; and one write sets them all, so that they add up after it.
    if (known.length === shares.length && shares.every(({ user }) => idOf.has(user)))
      return splits.updateMany(shares.map(({ user, percent }) => ({ id: idOf.get(user) ?? '', patch: { percent } })))
    await splits.deleteMany(known.map(({ id }) => id))
    return splits.createMany(shares.map((share) => ({ opportunity, type, ...share })))
  })
}

function requireDistinct(shares: readonly SplitShare[]): void {
  const seen = new Set<Id>()
  const issues = shares.flatMap(({ user }, index) =>
    seen.size === seen.add(user).size
      ? [
          {
            ...issue(['shares', index, 'user'], 'HOOK', { message: 'This person has a share already. Join the two.' }),
            code: 'SPLIT_TWICE',
          },
        ]
      : [],
  )
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
}
