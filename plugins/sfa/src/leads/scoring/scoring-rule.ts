import { entity, f } from '@tessera/core'
import type { Condition } from '../../conditions/condition.ts'

/** Points for what a lead is, or for each thing that happened with it. */
export class ScoringRule extends entity(
  'scoringRule',
  {
    name: f.text({ max: 200 }).unique().label({ en: 'Name', zh: '名称' }),
    counts: f
      .enum(['lead', 'interaction'])
      .label({ en: 'Points for', zh: '计分对象' })
      .help({ en: 'What the lead is, once; or each interaction with it', zh: '线索属性（一次）或每次互动' }),
    conditions: f.json<readonly Condition[]>().default([]).label({ en: 'Conditions', zh: '条件' }).help({
      en: 'On the lead, or on the interaction: type, direction, channel, outcome',
      zh: '针对线索或互动（类型、方向、渠道、结果）',
    }),
    points: f.int({ min: -1000, max: 1000 }).label({ en: 'Points', zh: '分值' }),
    decay: f
      .enum(['none', 'halfLife', 'steps'])
      .default('none')
      .label({ en: 'Fades', zh: '衰减方式' })
      .help({ en: 'By age: of the interaction, or of the lead', zh: '按互动或线索的时间衰减' }),
    halfLifeDays: f.int({ min: 1, max: 3650 }).nullable().label({ en: 'Half after', zh: '半衰期' }).unit('days'),
    steps: f
      .json<readonly { readonly afterDays: number; readonly percent: number }[]>()
      .default([])
      .label({ en: 'Steps', zh: '分段' })
      .help({
        en: '[{"afterDays": 30, "percent": 50}]: half of it after 30 days',
        zh: '[{"afterDays": 30, "percent": 50}] 表示 30 天后为一半',
      }),
    most: f.int({ min: 0, max: 100_000 }).nullable().label({ en: 'At most', zh: '上限' }).help({
      en: 'The rule gives, or takes, no more than this',
      zh: '该规则加分或减分的绝对值上限',
    }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  {
    label: { en: 'Scoring rule', zh: '评分规则' },
    checks: { half_life: `(decay = 'halfLife') = (half_life_days IS NOT NULL)` },
  },
) {}
