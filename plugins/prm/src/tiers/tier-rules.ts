import { type Context, type Hook, issue, type On, Reject } from '@tessera/core'
import { type PrmModel, ProgramTier, TierAssessment, TierException, TierRequirement, TierRuleSet } from '../model.ts'
import { metricName, partnerMetrics } from './metric.ts'

/** Rules a partner was assessed by stay as they were, requirements ask for what is measured, and assessments are a record. */
export const tierRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(TierRuleSet).before('create', { name: 'edition' }, async ({ ctx, row }) => {
    const system = ctx.asSystem('numbers the editions of tier rules')
    const [last] = await system.list(TierRuleSet, {
      where: { program: { eq: row.program } },
      orderBy: [{ edition: 'desc' }],
      deleted: 'any',
      limit: 1,
    })
    return { edition: (last?.edition ?? 0) + 1 }
  }),
  on(TierRuleSet).before(['update', 'delete'], { name: 'inUse' }, ({ ctx, id }) => refuseUsed(ctx, id)),
  on(TierRequirement).before(['create', 'update', 'delete'], { name: 'inUse' }, ({ ctx, row }) =>
    refuseUsed(ctx, row.ruleSet),
  ),
  on(TierRequirement).validate('save', { name: 'metric', fields: ['metric'] }, ({ ctx, row }) => {
    const known = partnerMetrics.of(ctx).map(({ id }) => metricName(id))
    if (known.includes(row.metric)) return
    const { code, message } = issue(['metric'], 'NOT_ONE_OF', { values: known.join(', '), got: row.metric })
    return [{ field: 'metric', code, message }]
  }),
  on(TierRequirement).before('save', { name: 'program' }, async ({ ctx, row }) => {
    const system = ctx.asSystem('holds a tier against the programme of its rules')
    const [set, tier] = await Promise.all([system.get(TierRuleSet, row.ruleSet), system.get(ProgramTier, row.tier)])
    if (set.program !== tier.program)
      throw new Reject(
        'prm.tierProgram',
        'The tier belongs to another programme than the rules. Choose one of the same programme.',
      )
  }),
  on(TierException).before('create', { name: 'until' }, ({ ctx, row }) => {
    if (row.until < ctx.now().toISOString().slice(0, 10))
      throw new Reject('prm.exceptionPast', 'An exception ends on a day to come. Give one.')
  }),
  on(TierAssessment).before(['update', 'delete'], { name: 'stays' }, () => {
    throw new Reject('prm.assessmentStays', 'An assessment tells how a partner stood on a day and is not changed.')
  }),
]

async function refuseUsed(ctx: Context<typeof PrmModel>, id: string): Promise<void> {
  const system = ctx.asSystem('looks whether tier rules were used')
  const [used] = await system.list(TierAssessment, { where: { ruleSet: { eq: id } }, limit: 1 })
  if (used)
    throw new Reject(
      'prm.tierRulesUsed',
      'Partners were assessed by these rules, so they stay. Make a new edition that is valid from a later day.',
    )
}
