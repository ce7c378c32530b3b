import { entity, f, User } from '@tessera/core'

/** A time in which somebody takes no leads. With a deputy, what would have been his goes there. */
export class Absence extends entity(
  'absence',
  {
    user: f.ref(User, { inverse: 'absences', onDelete: 'cascade' }).label({ en: 'Person', zh: '人员' }),
    from: f.instant().label({ en: 'From', zh: '开始' }),
    until: f
      .instant()
      .label({ en: 'Until', zh: '结束' })
      .help({ en: 'This instant is not part of it', zh: '不含该时刻' }),
    deputy: f.ref(User, { inverse: 'deputyFor', onDelete: 'setNull' }).nullable().label({ en: 'Deputy', zh: '代理人' }),
    reason: f.text({ max: 200 }).nullable().label({ en: 'Reason', zh: '原因' }),
  },
  {
    label: { en: 'Absence', zh: '缺勤' },
    title: 'reason',
    visibility: { owner: 'user' },
    checks: { period: '"until" > "from"', deputy: 'deputy_id <> user_id' },
    indexes: [['user', 'until']],
  },
) {}
