import { entity, f, User } from '@tessera/core'

/** How the market is divided from a day on: a set of rules that comes into force as a whole. */
export class TerritoryRuleSet extends entity(
  'territoryRuleSet',
  {
    name: f.text({ max: 200 }).unique().label({ en: 'Name', zh: '名称' }),
    effectiveFrom: f.date().nullable().label({ en: 'In force from', zh: '生效日期' }).help({
      en: 'A draft without it; of those in force the one that began last counts',
      zh: '未填为草稿；多个已生效时以最近生效者为准',
    }),
    approvedBy: f
      .ref(User, { inverse: 'approvedTerritoryRules', onDelete: 'setNull' })
      .nullable()
      .readonly()
      .label({ en: 'Approved by', zh: '批准人' }),
    status: f
      .enum(['draft', 'approved', 'applied'])
      .default('draft')
      .label({ en: 'Status', zh: '状态' })
      .help({ en: 'Approved rules can not be changed; copy them instead', zh: '已批准的规则不可修改，请复制后调整' }),
    appliedAt: f.instant().nullable().readonly().label({ en: 'Applied at', zh: '应用时间' }),
  },
  {
    label: { en: 'Territory rules', zh: '区域规则集' },
    checks: { approved: `status = 'draft' OR effective_from IS NOT NULL` },
  },
) {}
