import { type Grant, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { PartnerForecast, SellOut, StockReport } from './entities.ts'

export const stockPermissions = {} as const

/** A partner's people report for their own partner and see what those below it report. Finance has no part in it. */
export const stockAccess = ({ allow }: Kit): readonly Grant[] => [
  ...([StockReport, SellOut, PartnerForecast] as const).flatMap((entity) => [
    allow(entity, 'read', permission('prm:read')),
    allow(entity, ['create', 'update', 'delete'], permission('prm:write')),
    allow(entity, 'read', partner('admin', 'sales', 'service'), {
      fields: 'all',
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
  ]),
  allow(StockReport, ['create', 'update', 'delete'], partner('admin', 'sales'), {
    fields: ['product', 'day', 'quantity'],
    where: ({ row, actor }) => row.partner.eq(actor.partner),
  }),
  allow(SellOut, ['create', 'update', 'delete'], partner('admin', 'sales'), {
    fields: ['reference', 'product', 'soldOn', 'quantity', 'amount', 'customer', 'countryCode'],
    where: ({ row, actor }) => row.partner.eq(actor.partner),
  }),
  allow(PartnerForecast, ['create', 'update', 'delete'], partner('admin', 'sales'), {
    fields: ['product', 'month', 'quantity'],
    where: ({ row, actor }) => row.partner.eq(actor.partner),
  }),
]
