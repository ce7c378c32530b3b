import { type Context, formatAmount, type GraphqlKit, Partner } from '@tessera/core'
import { commissionEngine, companyDay } from '@tessera/plugin-sfa'
import { type PrmModel, RewardProgram, RewardRule, type RewardTier } from '../../model.ts'
import type { RuleRow } from '../engine/streams.ts'

/** A rule as the partner it is for may know it. */
export interface RewardTerms {
  readonly name: string
  readonly kind: string
  readonly earnedAt: string
  readonly rate: string
  readonly tiers: readonly RewardTier[]
  readonly tierMode: string
  readonly amount: string | null
  readonly currency: string | null
  readonly validUntil: string | null
}

/** What the partner somebody acts for can earn by today; for others than partners nothing. Which rules others have is not told. */
export async function rewardTerms(ctx: Context<typeof PrmModel>): Promise<RewardTerms[]> {
  const { actor } = ctx
  if (actor.kind !== 'partner' || !actor.roles.some((role) => role === 'admin' || role === 'finance')) return []
  const system = ctx.asSystem('tells a partner what it can earn')
  const today = companyDay(ctx)
  const { id, prmTier: tier, prmProgram: program } = await system.get(Partner, actor.partner)
  const programs = (await system.list(RewardProgram, { where: { active: { eq: true } }, limit: 1000 })).filter(
    (each) => commissionEngine.holdsOn(each, today) && (each.program === null || each.program === program),
  )
  const rules = await system.list(RewardRule, {
    where: { program: { in: programs.map((each) => each.id) } },
    orderBy: [{ kind: 'asc' }, { name: 'asc' }],
    limit: 1000,
  })
  const mine = (rule: RuleRow): boolean =>
    commissionEngine.holdsOn(rule, today) &&
    (rule.partner === null || rule.partner === id) &&
    (rule.tier === null || rule.tier === tier)
  return rules.filter(mine).map((rule) => ({
    name: rule.name,
    kind: rule.kind,
    earnedAt: rule.earnedAt,
    rate: rule.rate,
    tiers: rule.tiers,
    tierMode: rule.tierMode,
    amount: rule.amount ? formatAmount(rule.amount) : null,
    currency: rule.currency,
    validUntil: rule.validUntil,
  }))
}

/** `rewardTerms { name kind rate tiers { from rate } }`. */
export function termsField(kit: GraphqlKit<typeof PrmModel>): void {
  const tier = kit.builder.objectRef<RewardTier>('RewardTier').implement({
    fields: (t) => ({
      from: t.expose('from', { type: 'Decimal', nullable: false, description: 'An amount, or growth in per cent.' }),
      rate: t.expose('rate', { type: 'Decimal', nullable: false, description: 'Per cent.' }),
    }),
  })
  const terms = kit.builder.objectRef<RewardTerms>('RewardTerms').implement({
    description: 'What a partner can earn.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false }),
      kind: t.exposeString('kind', { nullable: false }),
      earnedAt: t.exposeString('earnedAt', { nullable: false }),
      rate: t.expose('rate', { type: 'Decimal', nullable: false, description: 'Per cent, below the first tier.' }),
      tiers: t.field({ type: [tier], nullable: false, resolve: (row) => [...row.tiers] }),
      tierMode: t.exposeString('tierMode', { nullable: false }),
      amount: t.expose('amount', { type: 'Decimal', nullable: true }),
      currency: t.exposeString('currency', { nullable: true }),
      validUntil: t.expose('validUntil', { type: 'Date', nullable: true }),
    }),
  })
  kit.query('rewardTerms', {
    type: [terms],
    nullable: false,
    description: 'What the partner that the reader acts for can earn today.',
    resolve: (_args, ctx) => rewardTerms(ctx),
  })
}
