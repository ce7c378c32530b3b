import { entity, f } from '@tessera/core'
import { PartnerAgreement } from './partner-agreement.ts'

/** What an agreement says from a day on. Once somebody accepted it, it stays as it is; what changes is a new edition. */
export class AgreementEdition extends entity(
  'agreementEdition',
  {
    agreement: f.ref(PartnerAgreement, { inverse: 'editions' }).label({ en: 'Agreement', zh: '协议' }),
    edition: f.int({ min: 1 }).readonly().label({ en: 'Edition', zh: '版本' }),
    validFrom: f.date().label({ en: 'Valid from', zh: '生效日期' }),
    title: f.text({ max: 300 }).label({ en: 'Title', zh: '标题' }),
    body: f.richText().label({ en: 'Text', zh: '正文' }),
    titleZh: f.text({ max: 300 }).nullable().label({ en: 'Title in Chinese', zh: '中文标题' }),
    bodyZh: f.richText().nullable().label({ en: 'Text in Chinese', zh: '中文正文' }),
    note: f.text({ max: 2000 }).nullable().label({ en: 'What is new', zh: '版本说明' }),
    announcedAt: f.instant().nullable().readonly().label({ en: 'Announced', zh: '通知时间' }),
  },
  {
    label: { en: 'Edition of an agreement', zh: '协议版本' },
    title: 'title',
    unique: [
      ['agreement', 'edition'],
      ['agreement', 'validFrom'],
    ],
  },
) {}
