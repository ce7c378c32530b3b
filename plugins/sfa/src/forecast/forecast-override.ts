import { entity, f, Team, Territory, User } from '@tessera/core'
import { forecastCategories } from './category.ts'

/**
 * What a manager expects of a person, team or territory in a category, in place of what the opportunities add up to. Nothing is changed or
 * deleted: of one place the newest counts, and those before it tell the history.
 */
export class ForecastOverride extends entity(
  'forecastOverride',
  {
    user: f.ref(User, { inverse: 'forecastOverrides' }).nullable().label({ en: 'Person', zh: '人员' }),
    team: f.ref(Team, { inverse: 'forecastOverrides' }).nullable().label({ en: 'Team', zh: '团队' }),
    territory: f.ref(Territory, { inverse: 'forecastOverrides' }).nullable().label({ en: 'Territory', zh: '区域' }),
    seenBy: f
      .ref(Team, { inverse: 'seenForecastOverrides', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Team that sees it', zh: '可见团队' }),
    periodStart: f.date().label({ en: 'First day', zh: '周期开始' }),
    periodEnd: f.date().label({ en: 'Last day', zh: '周期结束' }),
    category: f.enum(forecastCategories).label({ en: 'Forecast category', zh: '预测类别' }),
    amount: f.money().nullable().label({ en: 'Expected', zh: '预期金额' }).help({
      en: 'Empty takes an earlier override back',
      zh: '留空则撤回之前的调整',
    }),
    reason: f.text({ max: 1000 }).label({ en: 'Reason', zh: '原因' }),
  },
  {
    label: { en: 'Forecast override', zh: '预测调整' },
    title: 'reason',
    visibility: { owner: 'user', team: 'seenBy', territory: 'territory' },
    indexes: [['periodStart', 'periodEnd']],
    checks: {
      place: 'num_nonnulls(user_id, team_id, territory_id) = 1',
      period: 'period_end >= period_start',
      category: `category <> 'omitted'`,
    },
  },
) {}
