import { entity, f, User } from '@tessera/core'
import { Quote } from './quote.ts'
import { QuoteLink } from './quote-link.ts'
import { QuoteRevision } from './quote-revision.ts'

/** That a customer accepted or declined a revision: who, when, from where, and what exactly. Never changes. */
export class QuoteResponse extends entity(
  'quoteResponse',
  {
    quote: f.ref(Quote, { inverse: 'responses' }).label({ en: 'Quote', zh: '报价单' }),
    revision: f.ref(QuoteRevision, { inverse: 'responses' }).label({ en: 'Revision', zh: '版本' }),
    answer: f.enum(['accepted', 'declined']).label({ en: 'Answer', zh: '答复' }),
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '姓名' }).help({
      en: 'Of the person who accepts or declines, as given',
      zh: '接受或拒绝者填写的姓名',
    }),
    reason: f.text({ max: 2000 }).nullable().label({ en: 'Reason', zh: '原因' }),
    revisionHash: f.text({ max: 64 }).readonly().label({ en: 'Hash of the document', zh: '文件哈希' }),
    via: f.enum(['link', 'portal', 'staff']).label({ en: 'Through', zh: '途径' }),
    link: f.ref(QuoteLink, { inverse: 'responses' }).nullable().label({ en: 'Link', zh: '链接' }),
    user: f.ref(User, { inverse: 'quoteResponses' }).nullable().label({ en: 'Recorded by', zh: '记录人' }),
    address: f.text({ max: 100 }).nullable().label({ en: 'Network address', zh: '网络地址' }),
    userAgent: f.text({ max: 500 }).nullable().label({ en: 'Browser', zh: '浏览器' }),
    respondedAt: f.instant().readonly().label({ en: 'At', zh: '时间' }),
  },
  {
    label: { en: 'Answer to a quote', zh: '报价答复' },
    title: 'name',
    visibility: { through: 'quote' },
    unique: [['revision']],
  },
) {}
