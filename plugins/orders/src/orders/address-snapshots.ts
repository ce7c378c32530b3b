import { type Hook, type Id, type On, sql } from '@tessera/core'
import { Order, type OrdersModel } from '../model.ts'
import type { AddressSnapshot } from './order.ts'

/** Keeps addresses as they were when they were put on the order: when an address changes later, what was agreed does not. */
export const addressSnapshots = (on: On<typeof OrdersModel>): Hook =>
  on(Order).before(
    'save',
    { batch: true, fields: ['billTo', 'shipTo', 'billToAddress', 'shipToAddress'], name: 'addresses' },
    async (events) => {
      const [first] = events
      const wanted = events.flatMap(({ row }) => [row.billTo, row.shipTo].filter((id): id is Id => id !== null))
      const { rows } =
        first && wanted.length > 0
          ? await sql<AddressSnapshot & { readonly id: Id }>`
            select id, addressee, line1, line2, district, city, region, postal_code, country_code from crm.address
            where id = any(${[...new Set(wanted)]}::uuid[])`.execute(first.ctx.asSystem('copies addresses').db)
          : { rows: [] }
      const known = new Map(rows.map(({ id, ...address }) => [id, address]))
      const snapshot = (id: Id | null): AddressSnapshot | null => (id === null ? null : (known.get(id) ?? null))
      return events.map(({ old, row }) => ({
        // An address that was deleted since leaves its copy behind.
        billToAddress:
          old && (old.billTo === row.billTo || row.billTo === null) ? old.billToAddress : snapshot(row.billTo),
        shipToAddress:
          old && (old.shipTo === row.shipTo || row.shipTo === null) ? old.shipToAddress : snapshot(row.shipTo),
      }))
    },
  )
