import type { Hook, On } from '@tessera/core'
import { PartnerForecast, type PrmModel, SellOut, StockReport } from '../model.ts'
import { ownPartner } from '../own-partner.ts'

/** What is reported is of the partner that reports it, and has happened. */
export const stockRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  ...([StockReport, SellOut, PartnerForecast] as const).map((entity) =>
    on(entity).before('create', { name: 'own' }, ({ ctx, row }) => ownPartner(ctx, row.partner)),
  ),
  on(StockReport).validate('save', { name: 'past', fields: ['day'] }, ({ ctx, row }) =>
    notToCome(ctx.now(), 'day', row.day),
  ),
  on(SellOut).validate('save', { name: 'past', fields: ['soldOn'] }, ({ ctx, row }) =>
    notToCome(ctx.now(), 'soldOn', row.soldOn),
  ),
]

// The day may have begun further east already.
function notToCome(now: Date, field: string, day: string) {
  const latest = new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)
  if (day <= latest) return
  return [{ field, code: 'DAY_TO_COME', message: `${day} is still to come. Report what has happened.` }]
}
