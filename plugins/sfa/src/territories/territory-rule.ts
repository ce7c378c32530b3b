import { entity, f, Territory } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import type { Condition } from '../conditions/condition.ts'
import { TerritoryRuleSet } from './territory-rule-set.ts'

/** Which accounts and leads belong to a territory. Of several rules that hold the most specific one decides. */
export class TerritoryRule extends entity(
  'territoryRule',
  {
    ruleSet: f.ref(TerritoryRuleSet, { inverse: 'rules', onDelete: 'cascade' }).label({ en: 'Rule set', zh: '规则集' }),
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    territory: f.ref(Territory, { inverse: 'rules' }).label({ en: 'Territory', zh: '区域' }),
    conditions: f.json<readonly Condition[]>().default([]).label({ en: 'Conditions', zh: '条件' }),
    accounts: f
      .refs(Account, { inverse: 'namedInTerritoryRules' })
      .label({ en: 'Named accounts', zh: '指定客户' })
      .help({ en: 'Belong to the territory whatever else holds', zh: '无论其他条件如何均归属该区域' }),
    priority: f.int().default(0).label({ en: 'Priority', zh: '优先级' }).help({
      en: 'Decides between rules that are equally specific; the higher one counts',
      zh: '同等具体时优先级高者生效',
    }),
  },
  { label: { en: 'Territory rule', zh: '区域规则' }, unique: [['ruleSet', 'name']] },
) {}
