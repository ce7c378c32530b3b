import { entity, f, Territory, User } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { TerritoryRule } from './territory-rule.ts'

/** That an account came to a territory, or left one: when, by whom, by which rule. */
export class TerritoryChange extends entity(
  'territoryChange',
  {
    account: f.ref(Account, { inverse: 'territoryHistory', onDelete: 'cascade' }).label({ en: 'Account', zh: '客户' }),
    territory: f.ref(Territory, { inverse: 'accountChanges' }).nullable().label({ en: 'Territory', zh: '区域' }),
    previous: f.ref(Territory, { inverse: 'accountDepartures' }).nullable().label({ en: 'Before', zh: '原区域' }),
    at: f.instant().label({ en: 'At', zh: '时间' }),
    user: f
      .ref(User, { inverse: 'territoryChanges', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'By', zh: '操作人' }),
    rule: f
      .ref(TerritoryRule, { inverse: 'changes', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Rule', zh: '规则' }),
    ruleVersion: f.int().nullable().label({ en: 'Version of the rule', zh: '规则版本' }),
    why: f.text({ max: 1000 }).nullable().label({ en: 'Why', zh: '原因' }),
  },
  {
    label: { en: 'Change of territory', zh: '区域变更' },
    title: 'why',
    // It is a journal itself; the account's own event tells that it moved.
    journal: false,
    visibility: { through: 'account' },
    indexes: [['account', 'at']],
  },
) {}
