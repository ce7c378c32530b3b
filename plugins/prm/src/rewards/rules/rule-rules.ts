import { type Context, type FieldIssue, type Hook, type Id, issue, type On, Reject, TesseraError } from '@tessera/core'
import { type PrmModel, RewardEntry, RewardPeriod, RewardProgram, RewardRule } from '../../model.ts'
import { termsOf } from '../engine/streams.ts'
import { notePriceDrops } from '../prices/note-price-drops.ts'

/** What decides with which others a rule competes, and what its entries count: it stays once there are entries. */
const fixed = ['program', 'kind', 'earnedAt', 'reach', 'currency', 'source', 'priceBook', 'days'] as const

/** A rule that can not be calculated with is refused when it is written; what entries build on stays as it is. */
export const ruleRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(RewardRule).validate('save', { name: 'terms' }, ({ row }): FieldIssue[] => [
    ...tierFindings(row.tiers),
    ...(row.tiers.length > 0 && row.kind !== 'volumeRebate' && row.kind !== 'growthBonus'
      ? [finding('tiers', 'TIERS', 'Volume rebates and growth bonuses have tiers; the others have a rate.')]
      : []),
    ...(row.kind === 'growthBonus' && row.tiers.length === 0
      ? [finding('tiers', 'TIERS_MISSING', 'A growth bonus names at least one tier, as { from, rate }.')]
      : []),
    ...(row.kind === 'volumeRebate' && row.tiers.length > 0 && !row.currency
      ? [finding('currency', 'CURRENCY_MISSING', 'Tiers by amount need the currency they are in.')]
      : []),
  ]),
  on(RewardRule).before('save', { name: 'calculable' }, ({ row }) => {
    try {
      termsOf(row, row.currency ?? 'EUR')
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      throw new TesseraError('VALIDATION', {}, { issues: [issue(['tiers'], 'HOOK', { message: error.message })] })
    }
  }),
  on(RewardRule).before('update', { fields: fixed, name: 'fixed' }, async ({ row, changed, ctx }) => {
    const [entry] = await ctx
      .asSystem('looks for entries of a reward rule')
      .list(RewardEntry, { where: { rule: { eq: row.id } }, limit: 1 })
    if (!entry) return
    const names = fixed.filter((name) => changed.has(name)).join(', ')
    throw new Reject(
      'prm.rewardRuleInUse',
      `Entries name this rule, so its ${names} can not change. End it (\`validUntil\`), and begin another one.`,
    )
  }),
  // What is protected is known from the day of the rule on.
  on(RewardRule).after('save', { fields: ['priceBook', 'kind'], name: 'prices' }, async ({ row, ctx }) => {
    if (row.kind === 'priceProtection') await notePriceDrops(ctx.asSystem('looks at list prices'))
  }),
  on(RewardProgram).before('update', { fields: ['period', 'validFrom', 'program'], name: 'fixed' }, async (event) => {
    if (await hasClosed(event.ctx, event.row.id))
      throw new Reject(
        'prm.rewardProgramInUse',
        'Periods of this programme are closed, so its first day, its periods and whom it is for can not change. End it, and begin another one.',
      )
  }),
]

async function hasClosed(ctx: Context<typeof PrmModel>, program: Id): Promise<boolean> {
  const where = { program: { eq: program }, status: { eq: 'closed' as const } }
  return (await ctx.asSystem('looks for closed reward periods').list(RewardPeriod, { where, limit: 1 })).length > 0
}

function tierFindings(tiers: unknown): FieldIssue[] {
  const bad = (message: string): FieldIssue[] => [finding('tiers', 'TIER', message)]
  if (!Array.isArray(tiers)) return bad('Expected a list of { from, rate }.')
  if (tiers.length > 50) return bad('At most 50.')
  const seen = new Set<number>()
  return tiers.flatMap((tier: Readonly<Record<string, unknown>> | null, index) => {
    const [from, rate] = [String(tier?.from), String(tier?.rate)]
    if (typeof tier?.from !== 'string' || !/^\d{1,15}(\.\d{1,4})?$/.test(from))
      return bad(`${index + 1}: \`from\` is a decimal of 0 or more as text, not «${from}».`)
    if (typeof tier.rate !== 'string' || !/^\d{1,3}(\.\d{1,4})?$/.test(rate) || Number(rate) > 100)
      return bad(`${index + 1}: \`rate\` is a rate from 0 to 100 per cent as text, not «${rate}».`)
    if (seen.size === seen.add(Number(from)).size) return bad(`${index + 1}: a second one from ${from}.`)
    return []
  })
}

const finding = (field: string, code: string, message: string): FieldIssue => ({ field, code, message })
