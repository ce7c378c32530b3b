import { entity, f } from '@tessera/core'
import { PartnerProgram } from '../../programs/entities.ts'
import { type PartnerType, partnerTypes } from '../../programs/partner-program.ts'

/** A public form by which companies apply to become partners. What it asks is always the same; for whom it is, is said here. */
export class PartnerForm extends entity(
  'partnerForm',
  {
    key: f
      .text({ max: 60 })
      .unique()
      .label({ en: 'Key', zh: '标识' })
      .help({ en: 'Stands in its address: /partners/apply/<key>', zh: '用于地址 /partners/apply/<key>' }),
    name: f.text({ max: 200 }).label({ en: 'Title', zh: '标题' }),
    nameZh: f.text({ max: 200 }).nullable().label({ en: 'Title in Chinese', zh: '中文标题' }),
    types: f
      .json<readonly PartnerType[]>()
      .default([...partnerTypes])
      .label({ en: 'For partners of these types', zh: '适用伙伴类型' }),
    program: f.ref(PartnerProgram, { inverse: 'forms' }).nullable().label({ en: 'Programme', zh: '伙伴计划' }),
    consentText: f.text({ max: 4000 }).nullable().label({ en: 'Consent', zh: '同意条款' }).help({
      en: 'What the applicant agrees to; without agreement nothing is taken',
      zh: '申请人须同意的内容；未同意则不接收',
    }),
    consentTextZh: f.text({ max: 4000 }).nullable().label({ en: 'Consent in Chinese', zh: '中文同意条款' }),
    consentVersion: f.int({ min: 1 }).default(1).readonly().label({ en: 'Version of the consent', zh: '条款版本' }),
    origins: f.json<readonly string[]>().default([]).label({ en: 'Websites', zh: '允许的网站' }).help({
      en: 'Origins that may send it, such as https://www.example.com; our own always may',
      zh: '允许提交的来源站点，如 https://www.example.com；本站始终允许',
    }),
    confirmWithin: f.duration().default(172_800).label({ en: 'Confirm within', zh: '确认期限' }).unit('s'),
    fillTime: f.duration().default(5).label({ en: 'Filled in no faster than', zh: '最短填写时间' }).unit('s'),
    mostPerHour: f
      .int({ min: 1, max: 10_000 })
      .default(5)
      .label({ en: 'An hour at most', zh: '每小时上限' })
      .help({ en: 'From one network address', zh: '同一网络地址' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
    signingKey: f.text({ max: 100 }).nullable().readonly().label({ en: 'Signing key', zh: '签名密钥' }),
  },
  { label: { en: 'Partner form', zh: '伙伴申请表单' }, title: 'name' },
) {}
