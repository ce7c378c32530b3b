import { entity, f, Team, Territory, User } from '@tessera/core'
import { Account, Lead, LeadSource } from '@tessera/plugin-customers/model'
import { forecastCategories } from '../forecast/category.ts'
import { Pipeline } from '../pipelines/pipeline.ts'
import { Stage } from '../pipelines/stage.ts'
import { LostReason } from './lost-reason.ts'

/** A deal that may come about with an account. */
export class Opportunity extends entity(
  'opportunity',
  {
    name: f.text({ max: 300 }).searchable().label({ en: 'Name', zh: '名称' }),
    number: f.sequence('OP-{yyyy}-{00000}').label({ en: 'Number', zh: '商机编号' }),
    account: f.ref(Account, { inverse: 'opportunities' }).label({ en: 'Account', zh: '客户' }),
    stage: f.ref(Stage, { inverse: 'opportunities' }).label({ en: 'Stage', zh: '阶段' }),
    pipeline: f
      .ref(Pipeline, { inverse: 'opportunities' })
      .nullable()
      .readonly()
      .label({ en: 'Pipeline', zh: '销售管道' }),
    status: f
      .enum(['open', 'won', 'lost'])
      .default('open')
      .readonly()
      .indexed()
      .label({ en: 'Status', zh: '状态' })
      .help({ en: 'As the stage is', zh: '由所处阶段决定' }),
    stageSince: f.instant().nullable().readonly().label({ en: 'In this stage since', zh: '进入该阶段时间' }),
    amount: f.money().nullable().label({ en: 'Amount', zh: '金额' }),
    amountSource: f
      .enum(['manual', 'lines'])
      .default('manual')
      .label({ en: 'Amount comes from', zh: '金额来源' })
      .help({
        en: '`lines`: amount and cost are the sums of the products',
        zh: '选择产品行时，金额与成本为各产品行之和',
      }),
    expectedCost: f.money().nullable().label({ en: 'Expected cost', zh: '预计成本' }),
    probability: f.percent().nullable().label({ en: 'Probability', zh: '成交概率' }).unit('%').help({
      en: 'The stage gives it, unless it is set',
      zh: '默认取自阶段，可修改',
    }),
    category: f.enum(forecastCategories).nullable().label({ en: 'Forecast category', zh: '预测类别' }).help({
      en: 'The stage gives it, unless it is set',
      zh: '默认取自阶段，可修改',
    }),
    closeDate: f.date().indexed().label({ en: 'Expected close', zh: '预计成交日期' }),
    closedOn: f.date().nullable().indexed().label({ en: 'Won or lost on', zh: '赢单或丢单日期' }).help({
      en: 'The day it closes, in the time zone of the company, unless it is set',
      zh: '默认为关闭当日（公司时区），可修改',
    }),
    lostReason: f.ref(LostReason, { inverse: 'opportunities' }).nullable().label({ en: 'Lost reason', zh: '丢单原因' }),
    lostNote: f.text({ max: 2000 }).nullable().label({ en: 'Why it was lost', zh: '丢单说明' }),
    nextStep: f.text({ max: 500 }).nullable().label({ en: 'Next step', zh: '下一步' }),
    nextStepOn: f.date().nullable().label({ en: 'Next step on', zh: '下一步日期' }),
    recurringAmount: f.money().nullable().label({ en: 'Recurring revenue', zh: '经常性收入' }),
    recurringInterval: f.enum(['month', 'year']).nullable().label({ en: 'Recurs every', zh: '周期' }),
    termMonths: f.int({ min: 1, max: 600 }).nullable().label({ en: 'Term', zh: '合同期限' }).unit('months'),
    termStart: f.date().nullable().label({ en: 'Term begins', zh: '合同开始日期' }),
    source: f.ref(LeadSource, { inverse: 'opportunities' }).nullable().label({ en: 'Source', zh: '来源' }),
    campaign: f.text({ max: 300 }).nullable().label({ en: 'Campaign', zh: '营销活动' }),
    lead: f
      .ref(Lead, { inverse: 'opportunities' })
      .nullable()
      .unique()
      .label({ en: 'Lead', zh: '来源线索' })
      .help({ en: 'The lead it came from; a lead becomes one opportunity', zh: '一条线索只能转化为一个商机' }),
    owner: f.ref(User, { inverse: 'ownedOpportunities' }).nullable().label({ en: 'Owner', zh: '负责人' }),
    team: f.ref(Team, { inverse: 'opportunities' }).nullable().label({ en: 'Team', zh: '团队' }),
    territory: f.ref(Territory, { inverse: 'opportunities' }).nullable().label({ en: 'Territory', zh: '区域' }),
    description: f.richText().nullable().label({ en: 'Description', zh: '说明' }),
  },
  {
    label: { en: 'Opportunity', zh: '商机' },
    plural: 'opportunities',
    visibility: { owner: 'owner', team: 'team', territory: 'territory' },
    checks: {
      probability: 'probability >= 0 AND probability <= 100',
      cost_currency: 'expected_cost_currency = amount_currency',
      recurring_currency: 'recurring_amount_currency = amount_currency',
      recurring: '(recurring_amount_minor IS NULL) = (recurring_interval IS NULL)',
      closed: `(status = 'open') = (closed_on IS NULL)`,
      closed_category: `(status = 'won') = (category IS NOT DISTINCT FROM 'closed')`,
      lost_reason: `(status = 'lost') = (lost_reason_id IS NOT NULL)`,
    },
  },
) {}
