import { entity, f } from '@tessera/core'
import { Contact } from '@tessera/plugin-customers/model'
import { QuoteRevision } from './quote-revision.ts'

/**
 * A way for somebody without a sign-in to a revision. The token itself, 256 random bits, stands only in the mail that carries it:
 * here is its SHA-256, from which no link can be made.
 */
export class QuoteLink extends entity(
  'quoteLink',
  {
    revision: f.ref(QuoteRevision, { inverse: 'links' }).label({ en: 'Revision', zh: '版本' }),
    tokenHash: f.text({ max: 64 }).unique().readonly().label({ en: 'Hash of the token', zh: '令牌哈希' }),
    contact: f
      .ref(Contact, { inverse: 'quoteLinks', onDelete: 'setNull' })
      .nullable()
      .label({ en: 'Contact', zh: '联系人' }),
    email: f.email().nullable().label({ en: 'Sent to', zh: '收件邮箱' }),
    expiresAt: f.instant().label({ en: 'Expires at', zh: '失效时间' }),
    revokedAt: f.instant().nullable().label({ en: 'Revoked at', zh: '撤销时间' }),
  },
  { label: { en: 'Link to a quote', zh: '报价单链接' }, title: 'email', visibility: { through: 'revision' } },
) {}
