import { entity, f, Team, Territory, User } from '@tessera/core'
import { Category, Product } from '@tessera/plugin-catalog/model'

/** What a person, a team, a territory or (with none of them) the company is to sell in a period: of everything, of a product category, or of a product. */
export class Quota extends entity(
  'quota',
  {
    user: f.ref(User, { inverse: 'quotas' }).nullable().label({ en: 'Person', zh: '人员' }),
    team: f.ref(Team, { inverse: 'quotas' }).nullable().label({ en: 'Team', zh: '团队' }),
    territory: f.ref(Territory, { inverse: 'quotas' }).nullable().label({ en: 'Territory', zh: '区域' }),
    seenBy: f
      .ref(Team, { inverse: 'seenQuotas', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Team that sees it', zh: '可见团队' }),
    category: f.ref(Category, { inverse: 'quotas' }).nullable().label({ en: 'Product category', zh: '产品类别' }).help({
      en: 'With all categories below it; empty for everything',
      zh: '包含其下级类别；留空表示全部',
    }),
    product: f.ref(Product, { inverse: 'quotas' }).nullable().label({ en: 'Product', zh: '产品' }).help({
      en: 'Only this one; empty for all of the category',
      zh: '仅限该产品；留空表示类别内全部产品',
    }),
    length: f.enum(['month', 'quarter', 'year']).label({ en: 'Period', zh: '周期' }),
    startsOn: f.date().indexed().label({ en: 'First day', zh: '开始日期' }),
    endsOn: f.date().nullable().readonly().indexed().label({ en: 'Last day', zh: '结束日期' }),
    source: f
      .enum(['opportunities', 'orders'])
      .default('opportunities')
      .label({ en: 'Measured by', zh: '计量依据' })
      .help({ en: 'Won opportunities, or orders', zh: '赢单商机或订单' }),
    measure: f.enum(['revenue', 'profit']).default('revenue').label({ en: 'Measure', zh: '指标' }),
    target: f.money().label({ en: 'Target', zh: '目标' }),
    place: f
      .computed(
        'text',
        (c) =>
          `coalesce(${c.user}::text, ${c.team}::text, ${c.territory}::text, '') || ' ' || coalesce(${c.category}::text, ${c.product}::text, '') || ' ' || ${c.source} || ' ' || ${c.measure}`,
      )
      .label({ en: 'What it is for', zh: '适用对象' }),
  },
  {
    label: { en: 'Quota', zh: '配额' },
    title: 'startsOn',
    visibility: { owner: 'user', team: 'seenBy', territory: 'territory' },
    unique: [['place', 'length', 'startsOn']],
    checks: {
      place: 'num_nonnulls(user_id, team_id, territory_id) <= 1',
      what: 'num_nonnulls(category_id, product_id) <= 1',
      target: 'target_minor > 0',
    },
  },
) {}
