import { entity, f, Partner, User } from '@tessera/core'
import { AgreementEdition } from './agreement-edition.ts'

/** That a partner accepted an edition: who did, when, from where, under which name. A record that nobody changes. */
export class AgreementAcceptance extends entity(
  'agreementAcceptance',
  {
    partner: f.ref(Partner, { inverse: 'agreementAcceptances' }).label({ en: 'Partner', zh: '合作伙伴' }),
    edition: f.ref(AgreementEdition, { inverse: 'acceptances' }).label({ en: 'Edition', zh: '协议版本' }),
    user: f.ref(User, { inverse: 'acceptedAgreements' }).label({ en: 'By', zh: '接受人' }),
    name: f.text({ max: 200 }).label({ en: 'Signed as', zh: '签署姓名' }),
    at: f.instant().label({ en: 'At', zh: '接受时间' }),
    address: f.text({ max: 64 }).nullable().label({ en: 'Network address', zh: '网络地址' }),
    language: f.enum(['en', 'zh']).label({ en: 'Read in', zh: '阅读语言' }),
    textHash: f.text({ max: 64 }).label({ en: 'Hash of the text', zh: '文本散列值' }).help({
      en: 'SHA-256 in base64url of title, line end, text, as they were shown',
      zh: '所示标题、换行与正文的 SHA-256（base64url）',
    }),
  },
  { label: { en: 'Acceptance of an agreement', zh: '协议接受记录' }, title: 'name', unique: [['partner', 'edition']] },
) {}
