import { entity, f, User } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import type { AuthorityBasis } from '../approvals/require-authority.ts'
import type { QuoteDocument } from './document/quote-document.ts'
import { Quote } from './quote.ts'

/** What a customer was sent: a quote as it was then. Never changes; only whether a newer one has taken its place does. */
export class QuoteRevision extends entity(
  'quoteRevision',
  {
    quote: f.ref(Quote, { inverse: 'revisions' }).label({ en: 'Quote', zh: '报价单' }),
    account: f.ref(Account, { inverse: 'quoteRevisions' }).readonly().label({ en: 'Account', zh: '客户' }),
    number: f.int({ min: 1 }).readonly().label({ en: 'Revision', zh: '版本' }),
    title: f.text({ max: 100 }).readonly().label({ en: 'Title', zh: '标题' }),
    document: f.json<QuoteDocument>().readonly().label({ en: 'Document', zh: '文件内容' }),
    hash: f.text({ max: 64 }).readonly().label({ en: 'Hash of the document', zh: '文件哈希' }),
    contentHash: f.text({ max: 64 }).readonly().label({ en: 'Hash of the content', zh: '内容哈希' }),
    language: f.enum(['en', 'zh']).readonly().label({ en: 'Language', zh: '语言' }),
    validUntil: f.date().readonly().label({ en: 'Valid until', zh: '有效期至' }),
    total: f.money().readonly().label({ en: 'Total', zh: '总额' }),
    basis: f.json<AuthorityBasis>().readonly().label({ en: 'On whose authority', zh: '授权依据' }).help({
      en: 'The rules, or the approval, by which it was sent',
      zh: '发送所依据的权限规则或审批',
    }),
    sentAt: f.instant().readonly().label({ en: 'Sent at', zh: '发送时间' }),
    sentBy: f.ref(User, { inverse: 'sentRevisions' }).nullable().readonly().label({ en: 'Sent by', zh: '发送人' }),
    supersededAt: f.instant().nullable().readonly().label({ en: 'Superseded at', zh: '被取代时间' }),
  },
  {
    label: { en: 'Quote revision', zh: '报价单版本' },
    title: 'title',
    visibility: { through: 'quote' },
    unique: [['quote', 'number']],
  },
) {}
