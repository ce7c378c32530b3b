import type { GraphqlKit } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { BusinessPlan, PlanTarget, type PrmModel } from '../model.ts'
import { measured } from '../tiers/measured.ts'
import { type ScorecardLine, scorecard } from './scorecard.ts'
import { soFar } from './so-far.ts'

/** `partnerScorecard(partner) { labelEn value before }`, and `PlanTarget.value` as it is measured now. */
export function planFields(kit: GraphqlKit<typeof PrmModel>): void {
  const line = kit.builder.objectRef<ScorecardLine>('ScorecardLine').implement({
    description: 'A figure of the last twelve months beside the twelve before.',
    fields: (t) => ({
      metric: t.exposeString('metric', { nullable: false }),
      labelEn: t.string({ nullable: false, resolve: ({ label }) => label.en }),
      labelZh: t.string({ nullable: false, resolve: ({ label }) => label.zh }),
      unit: t.exposeString('unit', { nullable: false, description: '`money`, `percent`, `count` or `score`.' }),
      value: t.expose('value', { type: 'Decimal' }),
      before: t.expose('before', { type: 'Decimal' }),
      note: t.exposeString('note'),
    }),
  })
  kit.query('partnerScorecard', {
    type: [line],
    nullable: false,
    description: 'Of the own partner unless one is named, which is for staff.',
    args: (arg) => ({ partner: arg.id() }),
    resolve: ({ partner }, ctx) => {
      const asked = partner ?? (ctx.actor.kind === 'partner' ? ctx.actor.partner : null)
      return asked ? scorecard(ctx, asked) : []
    },
  })
  kit.field(PlanTarget, 'value', {
    type: 'Decimal',
    description: 'What it has come to so far; nothing where nothing is known.',
    needs: ['plan', 'metric'],
    resolveMany: async (rows, _args, ctx) => {
      const system = ctx.asSystem('measures what plans that the actor sees came to')
      const plans = new Map(
        (await ctx.list(BusinessPlan, { where: { id: { in: rows.map(({ plan }) => plan) } }, limit: 200 })).map(
          (plan) => [plan.id, plan],
        ),
      )
      const values = new Map<string, string | null>()
      for (const plan of plans.values()) {
        const own = rows.filter((row) => row.plan === plan.id)
        const metrics = new Set(own.map(({ metric }) => metric))
        const found = await measured(system, soFar(plan, companyDay(ctx)), metrics)
        for (const row of own) values.set(row.id, found.get(row.metric)?.get(plan.partner)?.value ?? null)
      }
      return rows.map(({ id }) => values.get(id) ?? null)
    },
  })
}
