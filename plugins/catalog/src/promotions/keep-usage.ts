import { type Context, formatAmount, type Hook, type Id, type On, Reject, type RowIn } from '@tessera/core'
import { scaled, unscaled } from '../fixed-point.ts'
import { type CatalogModel, Promotion, PromotionUsage, PromotionUse } from '../model.ts'
import { lockPromotions } from './record-uses.ts'

type Use = RowIn<typeof CatalogModel, typeof PromotionUse>
type Usage = RowIn<typeof CatalogModel, typeof PromotionUsage>

const always = ['create', 'update', 'delete', 'restore'] as const

/** Keeps what is used of promotions, and within their limits, however uses are written. */
export const keepUsage = (on: On<typeof CatalogModel>): readonly Hook[] => [
  on(PromotionUse).before(always, { batch: true, name: 'lock' }, async (events) => {
    const promotions = events.flatMap(({ old, row }) => [row.promotion, ...(old ? [old.promotion] : [])])
    if (events[0]) await lockPromotions(events[0].ctx.asSystem('locks promotions that are used'), promotions)
  }),
  on(PromotionUse).after(always, { batch: true, name: 'usage' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('keeps what is used of promotions')
    if (!ctx) return
    const sums = new Sums()
    for (const { operation, old, row } of events) {
      if (old && operation !== 'restore') sums.add(old, -1n)
      if (operation !== 'delete') sums.add(row, 1n)
    }
    await apply(ctx, [...sums.changes.values()])
  }),
]

/** What changes of one usage; quantities and amounts in 0.0001. */
interface Change {
  readonly promotion: Id
  readonly account: Id | null
  readonly currency: string
  uses: bigint
  quantity: bigint
  reduction: bigint
}

class Sums {
  readonly changes = new Map<string, Change>()

  add({ promotion, account, quantity, reduction }: Use, sign: 1n | -1n): void {
    const { currency } = reduction
    for (const whose of [null, account]) {
      const key = keyOf({ promotion, account: whose, currency })
      const change = this.changes.get(key) ?? {
        promotion,
        account: whose,
        currency,
        uses: 0n,
        quantity: 0n,
        reduction: 0n,
      }
      change.uses += sign
      change.quantity += sign * scaled(quantity)
      change.reduction += sign * scaled(formatAmount(reduction))
      this.changes.set(key, change)
    }
  }
}

const keyOf = ({ promotion, account, currency }: Pick<Usage, 'promotion' | 'account' | 'currency'>): string =>
  `${promotion} ${account ?? ''} ${currency}`

async function apply(ctx: Context<typeof CatalogModel>, changes: readonly Change[]): Promise<void> {
  const promotions = [...new Set(changes.map(({ promotion }) => promotion))]
  const accounts = [...new Set(changes.flatMap(({ account }) => (account ? [account] : [])))]
  const whose = { or: [{ account: { isNull: true } }, { account: { in: accounts } }] }
  const stored = await ctx.list(PromotionUsage, { where: { promotion: { in: promotions }, ...whose }, limit: 100_000 })
  const before = new Map(stored.map((usage) => [keyOf(usage), usage]))
  const after = new Map(before)
  for (const change of changes) {
    const usage = before.get(keyOf(change))
    after.set(keyOf(change), {
      ...((usage ?? change) as Usage),
      uses: (usage?.uses ?? 0) + Number(change.uses),
      quantity: unscaled(scaled(usage?.quantity ?? '0') + change.quantity),
      reduction: unscaled(scaled(usage?.reduction ?? '0') + change.reduction),
    })
  }
  for (const promotion of await ctx.list(Promotion, { where: { id: { in: promotions } }, limit: promotions.length }))
    checkLimits(
      promotion,
      changes.filter((change) => change.promotion === promotion.id),
      [...after.values()].filter((usage) => usage.promotion === promotion.id),
    )
  const values = ({ uses, quantity, reduction }: Usage) => ({ uses, quantity, reduction })
  const written = changes.map((change) => after.get(keyOf(change)) as Usage)
  const known = written.filter((usage) => before.has(keyOf(usage)))
  const fresh = written.filter((usage) => !before.has(keyOf(usage)))
  if (known.length > 0)
    await ctx.mutate(PromotionUsage).updateMany(known.map((usage) => ({ id: usage.id, patch: values(usage) })))
  if (fresh.length > 0)
    await ctx.mutate(PromotionUsage).createMany(
      fresh.map(({ promotion, account, currency, ...rest }) => ({
        promotion,
        account,
        currency,
        ...values(rest as Usage),
      })),
    )
}

/** Giving back is never refused, though a limit was lowered below what is used. */
function checkLimits(
  { name, totalQuantity, budget, usesPerAccount }: RowIn<typeof CatalogModel, typeof Promotion>,
  changes: readonly Change[],
  usage: readonly Usage[],
): void {
  const exhausted = (limit: string): Reject =>
    new Reject(
      'catalog.promotionExhausted',
      `The promotion «${name}» is used up: ${limit}. Order without it, or raise its limit.`,
    )
  const all = usage.filter(({ account }) => account === null)
  const grows = (what: 'uses' | 'quantity' | 'reduction', whose: (account: Id | null) => boolean): boolean =>
    changes.filter(({ account }) => whose(account)).reduce((sum, change) => sum + change[what], 0n) > 0n
  const total = (account: Id | null): boolean => account === null
  if (totalQuantity !== null && grows('quantity', total)) {
    const used = all.reduce((sum, { quantity }) => sum + scaled(quantity), 0n)
    if (used > scaled(totalQuantity)) throw exhausted(`${unscaled(used)} of ${unscaled(scaled(totalQuantity))} in all`)
  }
  if (budget !== null) {
    const foreign = changes.find(({ currency, reduction }) => currency !== budget.currency && reduction > 0n)
    if (foreign)
      throw new Reject(
        'catalog.promotionCurrency',
        `The promotion «${name}» has a budget in ${budget.currency} and takes nothing off in ${foreign.currency}.`,
      )
    const used = all
      .filter(({ currency }) => currency === budget.currency)
      .reduce((sum, { reduction }) => sum + scaled(reduction), 0n)
    if (grows('reduction', total) && used > scaled(formatAmount(budget)))
      throw exhausted(`${unscaled(used)} of ${formatAmount(budget)} ${budget.currency}`)
  }
  if (usesPerAccount === null) return
  for (const account of new Set(changes.map((change) => change.account))) {
    if (account === null || !grows('uses', (one) => one === account)) continue
    const uses = usage.filter((one) => one.account === account).reduce((sum, one) => sum + one.uses, 0)
    if (uses > usesPerAccount) throw exhausted(`${uses} orders of ${usesPerAccount} for the account`)
  }
}
