import { entity, f, User } from '@tessera/core'
import { Account } from '../accounts/account.ts'
import { Contact } from '../contacts/contact.ts'
import { Lead } from '../leads/lead.ts'

/** What somebody wants to be remembered of an account, a contact or a lead. For staff only. */
export class Note extends entity(
  'note',
  {
    title: f.text({ max: 300 }).nullable().label({ en: 'Title', zh: '标题' }),
    body: f.richText().label({ en: 'Text', zh: '内容' }),
    pinned: f.bool().default(false).label({ en: 'Pinned', zh: '置顶' }),
    account: f.ref(Account, { onDelete: 'cascade' }).nullable().label({ en: 'Account', zh: '客户' }),
    contact: f.ref(Contact, { onDelete: 'cascade' }).nullable().label({ en: 'Contact', zh: '联系人' }),
    lead: f.ref(Lead, { onDelete: 'cascade' }).nullable().label({ en: 'Lead', zh: '线索' }),
    author: f.ref(User, { inverse: 'notes', onDelete: 'setNull' }).nullable().label({ en: 'Author', zh: '作者' }),
  },
  {
    label: { en: 'Note', zh: '备注' },
    title: 'title',
    visibility: { owner: 'author', through: 'account' },
    checks: { about: 'num_nonnulls(account_id, contact_id, lead_id) > 0' },
  },
) {}
