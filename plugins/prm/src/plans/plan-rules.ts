import { type Context, type Hook, type Id, issue, type On, Reject } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { BusinessPlan, PlanAction, PlanReview, PlanTarget, type PrmModel } from '../model.ts'
import { notify } from '../news/notify.ts'
import { measured } from '../tiers/measured.ts'
import { metricName, partnerMetrics } from '../tiers/metric.ts'
import { soFar } from './so-far.ts'

type Ctx = Context<typeof PrmModel>

/** Which status may follow, and for whom. */
const steps: Readonly<Record<string, readonly string[]>> = {
  draft: ['proposed'],
  proposed: ['draft', 'agreed'],
  agreed: ['closed'],
  closed: [],
}

/** A plan is proposed by the company and agreed to by the partner; from then on its targets stay. */
export const planRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(BusinessPlan).before('create', { name: 'begins' }, ({ row }) => {
    if (row.status !== 'draft') throw new Reject('prm.planStep', 'A plan begins as a draft.')
  }),
  on(BusinessPlan).before('update', { name: 'steps', fields: ['status'] }, ({ ctx, old, row }) => {
    const from = old?.status ?? 'draft'
    if (!steps[from]?.includes(row.status))
      throw new Reject('prm.planStep', `A plan that is ${from} can not become ${row.status}.`)
    const byPartner = ctx.actor.kind === 'partner'
    if (byPartner !== (row.status === 'agreed'))
      throw new Reject(
        'prm.planSide',
        byPartner ? 'Only agreeing is for the partner to do.' : 'Agreeing is for the partner to do.',
      )
    if (row.status === 'agreed' && 'id' in ctx.actor) return { agreedBy: ctx.actor.id, agreedAt: ctx.now() }
  }),
  on(BusinessPlan).before(
    'update',
    { name: 'agreed', fields: ['partner', 'from', 'to', 'title', 'summary'] },
    ({ old }) => {
      if (old?.status === 'agreed' || old?.status === 'closed') throw agreedStays()
    },
  ),
  on(BusinessPlan).after('update', { name: 'tell', fields: ['status'] }, ({ ctx, row }) => {
    const params = { title: row.title }
    const { partner } = row
    if (row.status === 'proposed')
      return notify(ctx, { partner, roles: ['admin'], kind: 'plans.proposed', params, link: `/plan/${row.id}` })
    if (row.status === 'agreed')
      return notify(ctx, {
        permission: 'prm:plans',
        over: { partner },
        kind: 'plans.agreed',
        params,
        link: `/desk/partners/${partner}`,
      })
  }),
  on(PlanTarget).validate('save', { name: 'metric', fields: ['metric'] }, ({ ctx, row }) => {
    const known = partnerMetrics.of(ctx).map(({ id }) => metricName(id))
    if (known.includes(row.metric)) return
    const { code, message } = issue(['metric'], 'NOT_ONE_OF', { values: known.join(', '), got: row.metric })
    return [{ field: 'metric', code, message }]
  }),
  on(PlanTarget).before('any', { name: 'agreed' }, async ({ ctx, row }) => {
    const plan = await planOf(ctx, row.plan)
    if (plan.status === 'agreed' || plan.status === 'closed') throw agreedStays()
  }),
  on(PlanAction).before('save', { name: 'closed' }, async ({ ctx, row }) => {
    if ((await planOf(ctx, row.plan)).status === 'closed')
      throw new Reject('prm.planClosed', 'This plan is closed. Go on with the one that follows it.')
  }),
  on(PlanReview).before('create', { name: 'figures' }, async ({ ctx, row }) => {
    const system = ctx.asSystem('measures what a plan came to')
    const plan = await system.get(BusinessPlan, row.plan)
    const targets = await system.list(PlanTarget, { where: { plan: { eq: plan.id } }, limit: 100 })
    const day = companyDay(ctx)
    const values = await measured(system, soFar(plan, day), new Set(targets.map(({ metric }) => metric)))
    const figures = targets.map(({ metric, target }) => ({
      metric,
      target,
      value: values.get(metric)?.get(plan.partner)?.value ?? null,
    }))
    return { day, figures }
  }),
  on(PlanReview).before(['update', 'delete'], { name: 'stays' }, () => {
    throw new Reject('prm.reviewStays', 'A review tells what was found on a day and is not changed. Write another one.')
  }),
]

const planOf = (ctx: Ctx, id: Id) => ctx.asSystem('looks how far a plan is').get(BusinessPlan, id)

const agreedStays = (): Reject =>
  new Reject(
    'prm.planAgreed',
    'Both sides agreed to this plan, so it stays. Write down what changed in a review, or make a new plan.',
  )
