import { entity, f } from '@tessera/core'
import { Opportunity } from '../opportunities/opportunity.ts'
import { forecastCategories } from './category.ts'

/**
 * How an opportunity stood on the snapshot days from `validFrom` until before `validUntil`: one row for each time it changed, rather than
 * one a day. Owner, team and territory are ids as they were, not refs, so that none of them is kept from being deleted.
 */
export class OpportunitySnapshot extends entity(
  'opportunitySnapshot',
  {
    opportunity: f
      .ref(Opportunity, { inverse: 'snapshots', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Opportunity', zh: '商机' }),
    validFrom: f.date().readonly().label({ en: 'From', zh: '起始日期' }),
    validUntil: f.date().nullable().readonly().label({ en: 'Until before', zh: '截止日期（不含）' }),
    status: f.enum(['open', 'won', 'lost']).readonly().label({ en: 'Status', zh: '状态' }),
    category: f.enum(forecastCategories).readonly().label({ en: 'Forecast category', zh: '预测类别' }),
    probability: f.percent().readonly().label({ en: 'Probability', zh: '成交概率' }).unit('%'),
    countsOn: f.date().readonly().label({ en: 'Counts on', zh: '计入日期' }).help({
      en: 'The expected close; once closed, the day of that',
      zh: '预计成交日期；关闭后为关闭日期',
    }),
    amount: f.money().nullable().readonly().label({ en: 'Amount', zh: '金额' }),
    cost: f.money().nullable().readonly().label({ en: 'Cost', zh: '成本' }),
    owner: f.text({ max: 36 }).nullable().readonly().label({ en: 'Owner', zh: '负责人' }),
    team: f.text({ max: 36 }).nullable().readonly().label({ en: 'Team', zh: '团队' }),
    territory: f.text({ max: 36 }).nullable().readonly().label({ en: 'Territory', zh: '区域' }),
    splits: f
      .json<readonly { readonly user: string; readonly percent: string }[]>()
      .nullable()
      .readonly()
      .label({ en: 'Revenue splits', zh: '业绩分成' }),
  },
  {
    label: { en: 'Opportunity snapshot', zh: '商机快照' },
    title: 'validFrom',
    visibility: { through: 'opportunity' },
    unique: [['opportunity', 'validFrom']],
    checks: { validity: 'valid_until > valid_from' },
    journal: false,
  },
) {}
