import { entity, f } from '@tessera/core'
import { TerritoryRuleSet } from './territory-rule-set.ts'

/** A set of rules being applied to everything: how far it is, and what it moved. Goes on where it stopped. */
export class TerritoryRun extends entity(
  'territoryRun',
  {
    ruleSet: f.ref(TerritoryRuleSet, { inverse: 'runs', onDelete: 'cascade' }).label({ en: 'Rule set', zh: '规则集' }),
    status: f.enum(['running', 'done']).default('running').label({ en: 'Status', zh: '状态' }),
    startedAt: f.instant().label({ en: 'Started', zh: '开始时间' }),
    finishedAt: f.instant().nullable().label({ en: 'Finished', zh: '完成时间' }),
    phase: f.enum(['accounts', 'leads', 'end']).default('accounts').label({ en: 'Now at', zh: '阶段' }),
    after: f.text({ max: 36 }).nullable().label({ en: 'Behind', zh: '进度标识' }),
    seen: f.int().default(0).label({ en: 'Looked at', zh: '已检查' }),
    accountsMoved: f.int().default(0).label({ en: 'Accounts moved', zh: '已调整客户' }),
    leadsMoved: f.int().default(0).label({ en: 'Leads moved', zh: '已调整线索' }),
  },
  { label: { en: 'Territory run', zh: '区域调整任务' }, title: 'status' },
) {}
