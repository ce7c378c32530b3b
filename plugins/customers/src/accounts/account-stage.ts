import { entity, f, User } from '@tessera/core'
import { Account } from './account.ts'
import { stages } from './stage.ts'

/** One step of an account's life, written when its stage changes. */
export class AccountStage extends entity(
  'accountStage',
  {
    account: f.ref(Account, { inverse: 'stages', onDelete: 'cascade' }).readonly().label({ en: 'Account', zh: '客户' }),
    stage: f.enum(stages).readonly().label({ en: 'Stage', zh: '阶段' }),
    previous: f.enum(stages).nullable().readonly().label({ en: 'Stage before', zh: '原阶段' }),
    at: f.instant().readonly().label({ en: 'Since', zh: '变更时间' }),
    user: f
      .ref(User, { inverse: 'accountStages', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Changed by', zh: '变更人' }),
  },
  {
    label: { en: 'Stage change', zh: '阶段变更' },
    title: 'stage',
    visibility: { through: 'account' },
    indexes: [['account', 'at']],
  },
) {}
