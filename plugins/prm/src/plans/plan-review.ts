import { entity, f } from '@tessera/core'
import { BusinessPlan } from './business-plan.ts'

/** A target as it stood when a plan was reviewed. Values are exact decimals; null where nothing was known. */
export interface ReviewedTarget {
  readonly metric: string
  readonly target: string
  readonly value: string | null
}

/** What both sides found when they looked at the plan, with the figures of that day. Never changed. */
export class PlanReview extends entity(
  'planReview',
  {
    plan: f.ref(BusinessPlan, { inverse: 'reviews', onDelete: 'cascade' }).label({ en: 'Plan', zh: '计划' }),
    day: f.date().readonly().label({ en: 'Day', zh: '日期' }),
    notes: f.text({ max: 5000 }).label({ en: 'Findings', zh: '评审意见' }),
    rating: f.enum(['onTrack', 'atRisk', 'behind']).label({ en: 'Rating', zh: '评级' }),
    figures: f.json<readonly ReviewedTarget[]>().readonly().label({ en: 'Figures', zh: '当日数据' }),
  },
  { label: { en: 'Review', zh: '计划评审' }, title: 'notes', visibility: { through: 'plan' } },
) {}
