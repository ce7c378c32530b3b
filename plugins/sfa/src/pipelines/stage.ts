import { entity, f } from '@tessera/core'
import { forecastCategories } from '../forecast/category.ts'
import type { Gate } from './gate.ts'
import { Pipeline } from './pipeline.ts'

/** One step of a pipeline. An opportunity is open, won or lost as its stage is. */
export class Stage extends entity(
  'stage',
  {
    pipeline: f.ref(Pipeline, { inverse: 'stages', onDelete: 'cascade' }).label({ en: 'Pipeline', zh: '销售管道' }),
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    sort: f.int().default(0).label({ en: 'Order', zh: '排序' }),
    kind: f.enum(['open', 'won', 'lost']).default('open').label({ en: 'Kind', zh: '类型' }),
    probability: f.percent().default('0').label({ en: 'Probability', zh: '成交概率' }).unit('%'),
    category: f
      .enum(forecastCategories)
      .default('pipeline')
      .label({ en: 'Forecast category', zh: '预测类别' })
      .help({ en: 'What an opportunity gets when it enters the stage', zh: '商机进入该阶段时的默认类别' }),
    gates: f.json<readonly Gate[]>().default([]).label({ en: 'Gates', zh: '准入条件' }).help({
      en: 'What must hold before an opportunity enters this stage or a later one',
      zh: '商机进入该阶段或其后阶段前必须满足的条件',
    }),
  },
  {
    label: { en: 'Stage', zh: '阶段' },
    unique: [['pipeline', 'name']],
    checks: {
      probability: 'probability >= 0 AND probability <= 100',
      won: `kind <> 'won' OR (probability = 100 AND category = 'closed')`,
      lost: `kind <> 'lost' OR (probability = 0 AND category = 'omitted')`,
      open: `kind <> 'open' OR category <> 'closed'`,
    },
  },
) {}
