import { entity, f } from '@tessera/core'
import { DealRegistration } from './deal-registration.ts'

/** What shows that a partner works on a deal: a mail, minutes, an offer, or a note of what was agreed. */
export class DealEvidence extends entity(
  'dealEvidence',
  {
    deal: f
      .ref(DealRegistration, { inverse: 'evidence', onDelete: 'cascade' })
      .label({ en: 'Deal registration', zh: '项目报备' }),
    file: f.file().nullable().label({ en: 'File', zh: '文件' }),
    note: f.text({ max: 2000 }).nullable().label({ en: 'Note', zh: '说明' }),
  },
  {
    label: { en: 'Evidence', zh: '证明材料' },
    plural: 'dealEvidences',
    visibility: { through: 'deal' },
    checks: { something: 'num_nonnulls(file_id, note) > 0' },
  },
) {}
