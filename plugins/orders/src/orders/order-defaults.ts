import { type Hook, money, type On, Reject, sql } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { Order, type OrdersModel } from '../model.ts'
import { colleagueOf } from './colleague.ts'
import { isOutside } from './recorder.ts'

interface AccountTerms {
  readonly id: string
  readonly ownerId: string | null
  readonly teamId: string | null
  readonly territoryId: string | null
  readonly paymentTermDays: number | null
}

/** What a new order takes from its account, and what partners and customers can not choose: source and day of the prices. */
export const orderDefaults = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(Order).before('create', { batch: true, name: 'defaults' }, async (events) => {
    const [first] = events
    if (!first) return
    const { rows } = await sql<AccountTerms>`
      select id, owner_id, team_id, territory_id, orders_payment_term_days as payment_term_days from crm.account
      where id = any(${[...new Set(events.map(({ row }) => row.account))]}::uuid[])`.execute(
      first.ctx.asSystem('takes terms from the account').db,
    )
    const accounts = new Map(rows.map((row) => [row.id, row]))
    const today = companyDay(first.ctx)
    return events.map(({ row, ctx }) => {
      const account = accounts.get(row.account)
      const outside = isOutside(ctx.actor)
      const orderedOn = outside ? today : row.orderedOn
      const nobodys = !row.owner && !row.team && !row.territory
      return {
        ...(outside ? { source: 'portal' as const, orderedOn } : {}),
        // What an ERP reports is put at the day it happened, since the hour is not known.
        placedAt: row.placedAt ?? (row.source === 'erp' ? new Date(`${orderedOn}T00:00:00Z`) : ctx.now()),
        ...(nobodys
          ? {
              owner: account?.ownerId ?? colleagueOf(ctx.actor),
              team: account?.teamId ?? null,
              territory: account?.territoryId ?? null,
            }
          : {}),
        paymentTermDays: row.paymentTermDays ?? account?.paymentTermDays ?? null,
        // Refuses a currency there is not.
        currency: money(0n, row.currency).currency,
      }
    })
  }),
  on(Order).before('update', { fields: ['idempotencyKey', 'requestHash'], name: 'keyStays' }, ({ old, changed }) => {
    if ((changed.has('idempotencyKey') && old?.idempotencyKey) || (changed.has('requestHash') && old?.requestHash))
      throw new Reject('orders.keyStays', 'An order keeps the idempotency key it was placed with. Place another order.')
  }),
]
