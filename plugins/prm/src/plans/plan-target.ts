import { entity, f } from '@tessera/core'
import { BusinessPlan } from './business-plan.ts'

/** A figure to reach, of something that partners are measured by. */
export class PlanTarget extends entity(
  'planTarget',
  {
    plan: f.ref(BusinessPlan, { inverse: 'targets', onDelete: 'cascade' }).label({ en: 'Plan', zh: '计划' }),
    metric: f.text({ max: 60 }).label({ en: 'Metric', zh: '指标' }),
    target: f.decimal(18, 4).label({ en: 'Target', zh: '目标' }),
  },
  {
    label: { en: 'Target', zh: '计划目标' },
    unique: [['plan', 'metric']],
    title: 'metric',
    visibility: { through: 'plan' },
  },
) {}
