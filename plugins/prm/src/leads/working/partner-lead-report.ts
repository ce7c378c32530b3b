import { entity, f, User } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import { PartnerLead } from '../offers/partner-lead.ts'
import { leadProgress } from '../offers/status.ts'

/** What a partner told us of a lead it works on. Never changed; it stands on the timeline of the lead, too. */
export class PartnerLeadReport extends entity(
  'partnerLeadReport',
  {
    offer: f
      .ref(PartnerLead, { inverse: 'reports', onDelete: 'cascade' })
      .readonly()
      .label({ en: 'Lead to a partner', zh: '派发线索' }),
    lead: f.ref(Lead, { inverse: 'partnerReports', onDelete: 'cascade' }).readonly().label({ en: 'Lead', zh: '线索' }),
    at: f.instant().readonly().label({ en: 'When', zh: '时间' }),
    by: f.ref(User, { inverse: 'partnerLeadReports' }).nullable().readonly().label({ en: 'By', zh: '反馈人' }),
    title: f.text({ max: 200 }).readonly().label({ en: 'Title', zh: '标题' }),
    progress: f.enum(leadProgress).readonly().label({ en: 'Progress', zh: '进展' }),
    note: f.text({ max: 2000 }).nullable().readonly().label({ en: 'Note', zh: '说明' }),
  },
  {
    label: { en: 'Report of a partner', zh: '伙伴反馈' },
    visibility: { through: 'offer' },
    indexes: [['offer', 'at']],
  },
) {}
