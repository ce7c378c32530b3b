import type { Context, Id, Row } from '@tessera/core'
import { readDecimal } from '../lines/decimal.ts'
import { ApprovalLevel, ApprovalPolicy, type OrdersModel } from '../model.ts'
import type { AuthorityReport } from './judgement.ts'

type Ctx = Context<typeof OrdersModel>
type Policy = Row<typeof ApprovalPolicy>
type Level = Row<typeof ApprovalLevel>

/**
 * Which policy holds for a document: of those in use for its kind whose discount it reaches the one of highest priority; of equal ones
 * that from the larger discount, then the one with the smaller id. One without levels asks nobody and never holds. Null where none does.
 */
export async function policiesFor(
  ctx: Ctx,
  asked: readonly { readonly kind: 'quote' | 'order'; readonly report: AuthorityReport }[],
): Promise<(Policy | null)[]> {
  const system = ctx.asSystem('chooses an approval policy')
  const policies = await system.list(ApprovalPolicy, { where: { active: { eq: true } }, limit: 1000 })
  const levels = await levelsOf(
    system,
    policies.map(({ id }) => id),
  )
  const usable = policies.filter(({ id }) => levels.has(id)).toSorted(byPriority)
  return asked.map(({ kind, report }) => {
    const largest = largestDiscount(report)
    const fits = (policy: Policy): boolean =>
      (policy.kind === 'any' || policy.kind === kind) &&
      (policy.minDiscount === null || tenThousandths(policy.minDiscount) <= largest)
    return usable.find(fits) ?? null
  })
}

/** The levels of policies, in their order. `ctx` has every right. */
export async function levelsOf(ctx: Ctx, policies: readonly Id[]): Promise<Map<Id, Level[]>> {
  const levels = await ctx.list(ApprovalLevel, {
    where: { policy: { in: policies } },
    orderBy: [{ position: 'asc' }],
    limit: 10_000,
  })
  return Map.groupBy(levels, ({ policy }) => policy)
}

/** The largest discount of a line; one without a price to compare with counts as 100 %. */
const largestDiscount = ({ lines }: AuthorityReport): bigint =>
  lines.reduce((most, { discount }) => {
    const one = tenThousandths(discount ?? '100')
    return one > most ? one : most
  }, 0n)

/** Per cent, which has four decimals at most, as a whole number. */
function tenThousandths(percent: string): bigint {
  const { digits, scale } = readDecimal(percent)
  return digits * 10n ** BigInt(4 - scale)
}

function byPriority(a: Policy, b: Policy): number {
  if (a.priority !== b.priority) return b.priority - a.priority
  const [left, right] = [tenThousandths(a.minDiscount ?? '0'), tenThousandths(b.minDiscount ?? '0')]
  if (left !== right) return left > right ? -1 : 1
  return a.id < b.id ? -1 : 1
}
