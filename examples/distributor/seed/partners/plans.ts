import { type Context, type Crm, Partner } from '@tessera/core'
import { BusinessPlan, PlanAction, PlanReview, PlanTarget } from '@tessera/plugin-prm/model'
import { demo, idsByKey, need } from '../keys.ts'
import { demoPeople } from '../people.ts'
import { demoDays } from '../sales/days.ts'

interface DemoPlan {
  readonly partner: string
  /** Who agrees to it; without one it is proposed. */
  readonly agreedBy?: string
  /** Days ago; below zero to come. */
  readonly days: readonly [from: number, to: number]
  readonly title: string
  readonly summary: string
  readonly targets: Readonly<Record<string, string>>
  readonly actions: readonly (readonly [title: string, side: 'partner' | 'company', dueIn: number, doneAgo?: number])[]
  readonly review?: { readonly rating: 'onTrack' | 'atRisk' | 'behind'; readonly notes: string }
}

const plans: readonly DemoPlan[] = [
  {
    partner: 'rheinfluid',
    agreedBy: 'katrin',
    days: [240, -125],
    title: 'Rhineland and the waterworks',
    summary: 'Twelve more waterworks along the Rhine and the Mosel, and a service point of its own in Koblenz.',
    targets: { revenue: '600000', growth: '15', certifiedPeople: '3' },
    actions: [
      ['Open house with sixty guests', 'partner', -49, 49],
      ['Lend two demonstration pumps', 'company', -60, 62],
      ['Open the service point in Koblenz', 'partner', 25],
      ['Train two fitters on the S series', 'company', 40],
      ['Visit the twelve waterworks together', 'partner', 90],
    ],
    review: {
      rating: 'onTrack',
      notes:
        'Revenue is ahead of the plan, thanks to the framework of Siegaue. Koblenz is six weeks late: the lease was signed only now.',
    },
  },
  {
    partner: 'rheinfluid',
    days: [-126, -490],
    title: 'Process pumps for the chemical parks',
    summary:
      'What we could reach together with the CX in the year to come: two chemical parks, and four certified people.',
    targets: { revenue: '750000', certifiedPeople: '4' },
    actions: [
      ['Certify two more people for the CX', 'partner', 150],
      ['Price for the first project', 'company', 140],
    ],
  },
  {
    partner: 'delta-pompen',
    agreedBy: 'pieter',
    days: [150, -215],
    title: 'Water boards of the west',
    summary: 'Three water boards buy duplex stations from us, each with ten years of spare parts.',
    targets: { revenue: '260000', certifiedPeople: '2' },
    actions: [
      ['Polder day with three water boards', 'partner', 20],
      ['Dutch price list for spare parts', 'company', -30, 33],
    ],
    review: {
      rating: 'atRisk',
      notes: 'Two of the three tenders were moved to next year. Spare parts go better than planned.',
    },
  },
  {
    partner: 'huadong',
    agreedBy: 'liwei',
    days: [240, -125],
    title: '长三角水务与化工联合计划',
    summary: '以 CX 流程泵进入三个化工园区，并在苏州设立备件中心仓。',
    targets: { revenue: '650000', growth: '20', certifiedPeople: '3' },
    actions: [
      ['举办节能研讨会', 'partner', -47, 47],
      ['提供两台样机', 'company', -80, 84],
      ['苏州备件仓投入使用', 'partner', 35],
      ['培训四名服务工程师', 'company', 60],
    ],
    review: { rating: 'onTrack', notes: '北仑一期项目已签约，备件仓选址完成，预计下月投入使用。' },
  },
]

/** What partners and the company mean to reach together: agreed and reviewed, and one that waits for an answer. */
export async function seedPlans(ctx: Context, crm: Crm): Promise<void> {
  const [day, as] = [await demoDays(ctx), await demoPeople(ctx, crm)]
  const [partners, known] = [await idsByKey(ctx, Partner), await idsByKey(ctx, BusinessPlan)]
  for (const [index, plan] of plans.entries()) {
    const key = `plan-${index}`
    if (known.has(key)) continue
    const { id } = await ctx.mutate(BusinessPlan).create({
      externalKeys: { [demo]: key },
      partner: need(partners, plan.partner),
      from: day(plan.days[0]),
      to: day(plan.days[1]),
      title: plan.title,
      summary: plan.summary,
    } as never)
    await ctx
      .mutate(PlanTarget)
      .createMany(Object.entries(plan.targets).map(([metric, target]) => ({ plan: id, metric, target })))
    await ctx.mutate(PlanAction).createMany(
      plan.actions.map(([title, side, dueIn, doneAgo]) => ({
        plan: id,
        title,
        side,
        dueOn: day(-dueIn),
        doneOn: doneAgo === undefined ? null : day(doneAgo),
      })),
    )
    await ctx.mutate(BusinessPlan).update(id, { status: 'proposed' })
    if (plan.agreedBy) await as(plan.agreedBy).mutate(BusinessPlan).update(id, { status: 'agreed' })
    if (plan.review) await ctx.mutate(PlanReview).create({ plan: id, ...plan.review } as never)
  }
}
