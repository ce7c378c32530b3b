import { BusinessPlan } from './business-plan.ts'
import { PlanAction } from './plan-action.ts'
import { PlanReview } from './plan-review.ts'
import { PlanTarget } from './plan-target.ts'

export type { ReviewedTarget } from './plan-review.ts'
export { BusinessPlan, PlanAction, PlanReview, PlanTarget }

/** Joint business plans. */
export const planEntities = [BusinessPlan, PlanTarget, PlanAction, PlanReview] as const
