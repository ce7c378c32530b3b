import { entity, f } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { LeadForm } from './lead-form.ts'

/** What somebody sent by a form, what he agreed to, and what became of it. */
export class FormSubmission extends entity(
  'formSubmission',
  {
    form: f.ref(LeadForm, { inverse: 'submissions' }).label({ en: 'Form', zh: '表单' }),
    at: f.instant().label({ en: 'At', zh: '时间' }),
    state: f.enum(['waiting', 'taken', 'repeated', 'spam', 'expired']).label({ en: 'State', zh: '状态' }).help({
      en: 'waiting: for the confirmation; repeated: the same person wrote again',
      zh: 'waiting：等待确认；repeated：同一人重复提交',
    }),
    why: f.text({ max: 200 }).nullable().label({ en: 'Why', zh: '原因' }),
    values: f.json<Readonly<Record<string, string>>>().default({}).label({ en: 'Sent', zh: '提交内容' }),
    email: f.email().nullable().indexed().label({ en: 'E-mail', zh: '电子邮箱' }),
    address: f.text({ max: 64 }).label({ en: 'Network address', zh: '网络地址' }),
    network: f.text({ max: 64 }).label({ en: 'Network', zh: '网络' }),
    consentText: f.text({ max: 4000 }).nullable().label({ en: 'Agreed to', zh: '已同意的条款' }),
    consentVersion: f.int().nullable().label({ en: 'Version of the consent', zh: '条款版本' }),
    confirmedAt: f.instant().nullable().label({ en: 'Confirmed at', zh: '确认时间' }),
    confirmedFrom: f.text({ max: 64 }).nullable().label({ en: 'Confirmed from', zh: '确认地址' }),
    expiresAt: f.instant().nullable().label({ en: 'To confirm until', zh: '确认截止' }),
    tokenHash: f.text({ max: 64 }).nullable().unique().label({ en: 'Hash of the link', zh: '链接散列值' }),
    lead: f.ref(Lead, { inverse: 'formSubmissions', onDelete: 'setNull' }).nullable().label({ en: 'Lead', zh: '线索' }),
  },
  {
    label: { en: 'Form submission', zh: '表单提交' },
    title: 'state',
    indexes: [
      ['form', 'network', 'at'],
      ['state', 'expiresAt'],
    ],
  },
) {}
