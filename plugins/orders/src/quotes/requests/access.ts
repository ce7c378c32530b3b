import { type AccessKit, customer, type Grant, partner, permission } from '@tessera/core'
import { type OrdersModel, QuoteRequest } from '../../model.ts'

/** Whoever asked sees what became of it, colleagues too; requests are written by `askForQuote` and what answers it. */
export const quoteRequestAccess = ({ allow }: AccessKit<typeof OrdersModel>): readonly Grant[] => [
  ...[permission('orders:read'), permission('orders:quote'), permission('orders:approve')].map((who) =>
    allow(QuoteRequest, 'read', who, { where: ({ row }) => row.quote.readable() }),
  ),
  ...[partner(), customer()].map((who) =>
    allow(QuoteRequest, 'read', who, {
      fields: [
        'title',
        'account',
        'quote',
        'requestedBy',
        'discountPercent',
        'reason',
        'status',
        'answer',
        'answeredAt',
      ],
      where: ({ row }) => row.account.readable(),
    }),
  ),
]
