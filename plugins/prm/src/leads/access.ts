import { type Grant, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { LeadDistributionRule, LeadTurns, PartnerLead, PartnerLeadReport, ReferredLead } from './entities.ts'

export const leadPermissions = {
  'prm:distributeLeads': {
    en: 'Offer leads to partners, recall them and pass them on',
    zh: '向伙伴派发、收回及转派线索',
  },
} as const

/** What a partner sees of a lead it was offered. Whom it is about is empty until it accepts; why it was chosen, never. */
const offered = [
  'number',
  'title',
  'partner',
  'status',
  'reason',
  'recallCause',
  'message',
  'countryCode',
  'region',
  'industry',
  'employees',
  'productLine',
  'rating',
  'company',
  'contactName',
  'jobTitle',
  'email',
  'phone',
  'website',
  'address',
  'city',
  'details',
  'offeredAt',
  'respondBy',
  'answeredAt',
  'answeredBy',
  'endedAt',
  'progress',
  'reportedAt',
  'deal',
] as const

const referred = [
  'partner',
  'referredBy',
  'company',
  'contactName',
  'email',
  'phone',
  'countryCode',
  'city',
  'productLine',
  'note',
  'state',
] as const

/** Persons stand in leads: they are for those who sell, of the partner that has the lead and of no other, those above it included. */
export const leadAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('prm:read')
  const distribute = permission('prm:distributeLeads')
  const configure = permission('prm:configure')
  const sellers = partner('admin', 'sales')
  return [
    ...[read, distribute].flatMap((who) => [
      allow(PartnerLead, 'read', who),
      allow(PartnerLeadReport, 'read', who, { where: ({ row }) => row.offer.readable() }),
      allow(ReferredLead, 'read', who),
      allow(LeadDistributionRule, 'read', who),
    ]),
    // Who distributes changes nothing of it by hand; that he may at all is asked here.
    allow(PartnerLead, 'update', distribute, { fields: [] }),
    allow(LeadDistributionRule, ['create', 'update', 'delete'], configure),
    allow(LeadTurns, 'read', configure),

    allow(PartnerLead, 'read', sellers, {
      fields: offered,
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
    allow(PartnerLead, 'update', sellers, {
      fields: [],
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
    allow(PartnerLeadReport, 'read', sellers, {
      fields: ['offer', 'at', 'by', 'progress', 'note'],
      where: ({ row }) => row.offer.readable(),
    }),
    allow(ReferredLead, 'read', sellers, {
      fields: referred,
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
  ]
}
