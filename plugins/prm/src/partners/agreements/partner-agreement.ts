import { entity, f } from '@tessera/core'
import { PartnerProgram } from '../../programs/entities.ts'
import { partnerTypes } from '../../programs/partner-program.ts'

/** A contract with partners: of a programme, of a type, or with all. What it says stands in its editions. */
export class PartnerAgreement extends entity(
  'partnerAgreement',
  {
    name: f.text({ max: 200 }).unique().searchable().label({ en: 'Name', zh: '名称' }),
    program: f.ref(PartnerProgram, { inverse: 'agreements' }).nullable().label({ en: 'Programme', zh: '伙伴计划' }),
    type: f.enum(partnerTypes).nullable().label({ en: 'For', zh: '适用伙伴类型' }),
    required: f.bool().default(true).label({ en: 'Required', zh: '必须接受' }).help({
      en: 'Until a partner has accepted it, it registers no deal and asks for no funds',
      zh: '伙伴接受前不能报备项目或申请资金',
    }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  { label: { en: 'Partner agreement', zh: '伙伴协议' } },
) {}
