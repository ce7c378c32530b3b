import { entity, f } from '@tessera/core'
import type { Condition } from '@tessera/plugin-sfa/model'
import { PartnerProgram } from '../../programs/entities.ts'

/** Which leads go to partners, and to which of them. The first rule whose conditions hold decides. */
export class LeadDistributionRule extends entity(
  'leadDistributionRule',
  {
    name: f.text({ max: 200 }).unique().searchable().label({ en: 'Name', zh: '名称' }),
    position: f.int({ min: 0 }).default(100).label({ en: 'Order', zh: '顺序' }).help({
      en: 'Lower ones are asked first',
      zh: '数字小的优先',
    }),
    conditions: f.json<readonly Condition[]>().default([]).label({ en: 'For leads that', zh: '线索条件' }),
    area: f
      .enum(['anywhere', 'country', 'territory'])
      .default('country')
      .label({ en: 'Partners from', zh: '伙伴所在范围' }),
    program: f
      .ref(PartnerProgram, { inverse: 'leadRules' })
      .nullable()
      .label({ en: 'Partners in the programme', zh: '伙伴计划' }),
    minimumRank: f.int({ min: 0, max: 100 }).nullable().label({ en: 'From this tier rank up', zh: '最低等级级别' }),
    bySpeciality: f.bool().default(false).label({ en: 'Only specialists', zh: '仅限专长匹配' }).help({
      en: 'One of the specialities of the partner is what the lead asks for, or its industry',
      zh: '伙伴专长须与线索的意向产品或行业相符',
    }),
    byTier: f.bool().default(true).label({ en: 'By the weight of the tier', zh: '按等级权重分配' }),
    byPerformance: f.bool().default(true).label({ en: 'By performance', zh: '按业绩调整' }).help({
      en: 'More for partners who answer and sell, less for those who do not: half to one and a half',
      zh: '答复及时、成交率高的伙伴多得，反之少得：0.5 至 1.5 倍',
    }),
    responseHours: f
      .int({ min: 1, max: 1000 })
      .nullable()
      .label({ en: 'Time to answer', zh: '答复时限' })
      .unit('h')
      .help({ en: 'In working hours; as the settings say unless given', zh: '按工作时间计，未填则按系统设置' }),
    maxOffers: f.int({ min: 1, max: 50 }).default(5).label({ en: 'Partners asked at most', zh: '最多派发次数' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  { label: { en: 'Lead distribution rule', zh: '线索分配规则' } },
) {}
