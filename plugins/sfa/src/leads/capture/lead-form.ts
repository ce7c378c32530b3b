import { entity, f } from '@tessera/core'
import { LeadSource } from '@tessera/plugin-customers/model'

/** What a form takes of a visitor: a field of a lead, or one of its further facts. */
export interface FormField {
  /** Name in the form: a lead's field such as `email` or `company`, or a word of your own, which becomes a further fact. */
  readonly name: string
  readonly required?: boolean
  readonly label?: { readonly en: string; readonly zh?: string }
}

/** A form on a website from which leads come. Nothing but its fields is taken. */
export class LeadForm extends entity(
  'leadForm',
  {
    key: f
      .text({ max: 60 })
      .unique()
      .label({ en: 'Key', zh: '标识' })
      .help({ en: 'Stands in its address: /forms/<key>', zh: '用于地址 /forms/<key>' }),
    name: f.text({ max: 200 }).label({ en: 'Title', zh: '标题' }),
    fields: f.json<readonly FormField[]>().label({ en: 'Fields', zh: '字段' }),
    origins: f.json<readonly string[]>().default([]).label({ en: 'Websites', zh: '允许的网站' }).help({
      en: 'Origins that may send it, such as https://www.example.com; our own always may',
      zh: '允许提交的来源站点，如 https://www.example.com；本站始终允许',
    }),
    source: f.ref(LeadSource).nullable().label({ en: 'Source', zh: '来源' }),
    campaign: f.text({ max: 300 }).nullable().label({ en: 'Campaign', zh: '营销活动' }),
    consentText: f.text({ max: 4000 }).nullable().label({ en: 'Consent', zh: '同意条款' }).help({
      en: 'What the visitor agrees to; without agreement nothing is taken',
      zh: '访客须同意的内容；未同意则不接收',
    }),
    consentVersion: f
      .int({ min: 1 })
      .default(1)
      .readonly()
      .label({ en: 'Version of the consent', zh: '条款版本' })
      .help({
        en: 'Counts up when its text changes',
        zh: '文本变更时自动递增',
      }),
    doubleOptIn: f
      .bool()
      .default(true)
      .label({ en: 'Confirm by e-mail', zh: '邮件确认' })
      .help({ en: 'A lead comes about only when the visitor confirms', zh: '访客确认后才生成线索' }),
    confirmWithin: f.duration().default(172_800).label({ en: 'Confirm within', zh: '确认期限' }).unit('s'),
    redirectUrl: f.url().nullable().label({ en: 'Then go to', zh: '提交后跳转' }),
    fillTime: f.duration().default(3).label({ en: 'Filled in no faster than', zh: '最短填写时间' }).unit('s'),
    mostPerHour: f
      .int({ min: 1, max: 10_000 })
      .default(10)
      .label({ en: 'An hour at most', zh: '每小时上限' })
      .help({ en: 'From one network address', zh: '同一网络地址' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
    signingKey: f.text({ max: 100 }).nullable().readonly().label({ en: 'Signing key', zh: '签名密钥' }),
  },
  { label: { en: 'Lead form', zh: '线索表单' }, title: 'name' },
) {}
