import { entity, f } from '@tessera/core'
import { BusinessPlan } from './business-plan.ts'

/** Something one of both sides does for the plan. */
export class PlanAction extends entity(
  'planAction',
  {
    plan: f.ref(BusinessPlan, { inverse: 'actions', onDelete: 'cascade' }).label({ en: 'Plan', zh: '计划' }),
    title: f.text({ max: 300 }).label({ en: 'What', zh: '行动' }),
    side: f.enum(['partner', 'company']).default('partner').label({ en: 'Who', zh: '负责方' }),
    dueOn: f.date().nullable().label({ en: 'Due', zh: '到期日' }),
    doneOn: f.date().nullable().label({ en: 'Done', zh: '完成日期' }),
  },
  { label: { en: 'Action', zh: '计划行动' }, visibility: { through: 'plan' } },
) {}
