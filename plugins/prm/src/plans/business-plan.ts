import { entity, f, Partner, User } from '@tessera/core'
import { channelFields, channelVisibility } from '../channel/channel-fields.ts'

/** What a partner and the company mean to reach together in a span of time. Once both agreed, its targets stay. */
export class BusinessPlan extends entity(
  'businessPlan',
  {
    partner: f.ref(Partner, { inverse: 'businessPlans', onDelete: 'cascade' }).label({ en: 'Partner', zh: '伙伴' }),
    title: f.text({ max: 200 }).searchable().label({ en: 'Title', zh: '标题' }),
    from: f.date().label({ en: 'From', zh: '开始日期' }),
    to: f.date().label({ en: 'To', zh: '结束日期' }),
    status: f.enum(['draft', 'proposed', 'agreed', 'closed']).default('draft').label({ en: 'Status', zh: '状态' }),
    summary: f.text({ max: 5000 }).nullable().label({ en: 'What it is about', zh: '计划说明' }),
    agreedBy: f.ref(User, { inverse: 'agreedPlans' }).nullable().readonly().label({ en: 'Agreed by', zh: '确认人' }),
    agreedAt: f.instant().nullable().readonly().label({ en: 'Agreed at', zh: '确认时间' }),
    ...channelFields('businessPlans'),
  },
  {
    label: { en: 'Business plan', zh: '联合业务计划' },
    visibility: channelVisibility,
    checks: { span: '"to" > "from"' },
  },
) {}
