import { type AccessKit, all, customer, type Grant, partner, permission } from '@tessera/core'
import {
  ApprovalRequest,
  type OrdersModel,
  Quote,
  QuoteLine,
  QuoteLink,
  QuoteResponse,
  QuoteRevision,
} from '../model.ts'
import { sentStatuses } from './status.ts'

/** Permissions about quotes. */
export const quotePermissions = {
  'orders:quote': { en: 'Make, send and revise quotes', zh: '制作、发送和修订报价单' },
} as const

type Kit = AccessKit<typeof OrdersModel>

export const quoteAccess = (kit: Kit): readonly Grant[] => [...staffAccess(kit), ...outsideAccess(kit)]

const staffAccess = ({ allow }: Kit): readonly Grant[] => {
  const quote = permission('orders:quote')
  const approve = permission('orders:approve')
  return [
    ...[permission('orders:read'), quote].flatMap((who) => [
      ...[Quote, QuoteLine, QuoteRevision, QuoteResponse].map((entity) => allow(entity, 'read', who)),
      allow(QuoteLink, 'read', who, { except: ['tokenHash'] }),
    ]),
    // Whoever is asked to approve sees what.
    allow(Quote, 'read', approve, {
      where: ({ row, exists }) => exists(ApprovalRequest, (request) => request.quote.eq(row.id)),
    }),
    allow(QuoteLine, 'read', approve, { where: ({ row }) => row.quote.readable() }),
    allow(QuoteRevision, 'read', approve, { where: ({ row }) => row.quote.readable() }),
    allow(Quote, ['create', 'update', 'delete'], quote),
    allow(QuoteLine, ['create', 'update', 'delete'], quote),
    allow(QuoteLink, 'update', quote, { fields: ['revokedAt'] }),
  ]
}

/** What partners and customers see of a quote once it was sent: neither costs and margins, nor who approved it, nor drafts. */
const quoteShown = [
  'number',
  'name',
  'account',
  'contact',
  'status',
  'revision',
  'currency',
  'validUntil',
  'language',
  'purchaseOrderNumber',
  'introduction',
  'terms',
  'paymentTermDays',
  'billTo',
  'shipTo',
  'discountPercent',
  'discountAmount',
  'freight',
  'subtotal',
  'discount',
  'net',
  'taxes',
  'tax',
  'total',
  'sentAt',
  'respondedAt',
] as const
const lineShown = [
  'quote',
  'position',
  'product',
  'configuration',
  'description',
  'quantity',
  'unit',
  'unitPrice',
  'amount',
  'discount',
  'discountPercent',
  'discountShare',
  'net',
  'taxRate',
  'tax',
] as const
const revisionShown = [
  'quote',
  'account',
  'number',
  'title',
  'document',
  'hash',
  'language',
  'validUntil',
  'total',
  'sentAt',
  'supersededAt',
] as const

const outsideAccess = ({ allow }: Kit): readonly Grant[] =>
  [partner(), customer()].flatMap((who) => [
    allow(Quote, 'read', who, {
      fields: quoteShown,
      where: ({ row }) => all(row.account.readable(), row.status.in(sentStatuses)),
    }),
    allow(QuoteLine, 'read', who, { fields: lineShown, where: ({ row }) => row.quote.readable() }),
    allow(QuoteRevision, 'read', who, { fields: revisionShown, where: ({ row }) => row.account.readable() }),
    allow(QuoteResponse, 'read', who, {
      fields: ['quote', 'revision', 'answer', 'name', 'reason', 'respondedAt'],
      where: ({ row }) => row.quote.readable(),
    }),
  ])
