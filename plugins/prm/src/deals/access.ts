import { all, type Grant, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { DealCustomer, DealEvidence, DealRegistration } from './entities.ts'

export const dealPermissions = {
  'prm:approveDeals': {
    en: 'Approve, reject, extend, release and convert deal registrations',
    zh: '审批、延期、解除保护及转化项目报备',
  },
} as const

/** What is asked of who registers a deal. Everything else follows, or is decided. */
export const dealInput = [
  'title',
  'customerName',
  'countryCode',
  'city',
  'taxId',
  'website',
  'contactName',
  'contactEmail',
  'productLine',
  'amount',
  'expectedClose',
  'description',
  'competitor',
] as const

/**
 * What a partner sees of its registrations besides: of what became of one, stage, outcome and the note written for it, and nothing else
 * of the opportunity. Neither whom the company knows the customer as, nor who decided.
 */
const shown = [
  ...dealInput,
  'number',
  'partner',
  'registeredBy',
  'status',
  'reason',
  'submittedAt',
  'decisionDueAt',
  'decidedAt',
  'protectedFrom',
  'protectedUntil',
  'extensions',
  'extensionAskedAt',
  'extensionReason',
  'attribution',
  'convertedAt',
  'progress',
  'progressStage',
  'progressClose',
  'progressNote',
] as const

export const dealAccess = ({ allow }: Kit): readonly Grant[] => {
  const read = permission('prm:read')
  const write = permission('prm:write')
  const approve = permission('prm:approveDeals')
  const sellers = partner('admin', 'sales')
  return [
    ...[read, approve].map((who) => allow(DealRegistration, 'read', who)),
    allow(DealRegistration, ['create', 'update', 'delete'], write, { fields: dealInput }),
    // Who decides changes nothing of what was registered; that he may at all is asked here.
    allow(DealRegistration, 'update', approve, { fields: [] }),
    ...[read, approve].map((who) => allow(DealEvidence, 'read', who, { where: ({ row }) => row.deal.readable() })),
    allow(DealEvidence, ['create', 'update', 'delete'], write, { where: ({ row }) => row.deal.readable() }),
    // It tells who registered whom over all partners, so it is for those who decide about all.
    allow(DealCustomer, 'read', approve),

    allow(DealRegistration, 'read', partner(), {
      fields: shown,
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(DealRegistration, ['create', 'update', 'delete'], sellers, {
      fields: dealInput,
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
    allow(DealEvidence, 'read', partner(), {
      fields: ['deal', 'file', 'note'],
      where: ({ row }) => row.deal.readable(),
    }),
    allow(DealEvidence, ['create', 'update', 'delete'], sellers, {
      fields: ['deal', 'file', 'note'],
      where: ({ row, actor, exists }) =>
        exists(DealRegistration, (deal) => all(deal.id.eq(row.deal), deal.partner.eq(actor.partner))),
    }),
  ]
}
