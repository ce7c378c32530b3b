import { type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { Order, type OrdersModel } from '../model.ts'
import { isOutside } from './recorder.ts'

/**
 * Partners and customers name contacts and addresses of the account they order for: the order shows its account where it is delivered, and
 * must not show the places of another. The company's own people may send goods elsewhere.
 */
export const ownPlaces = (on: On<typeof OrdersModel>): Hook =>
  on(Order).before(
    'save',
    { batch: true, fields: ['account', 'contact', 'billTo', 'shipTo'], name: 'ownPlaces' },
    async (events) => {
      const [first] = events
      if (!first || !isOutside(first.ctx.actor)) return
      const named = events.flatMap(({ row }) =>
        [row.contact, row.billTo, row.shipTo].filter((id): id is Id => id !== null),
      )
      if (named.length === 0) return
      const { rows } = await sql<{ id: Id; account: Id | null }>`
        select id, account_id as account from crm.contact where id = any(${named}::uuid[])
        union all select id, account_id from crm.address where id = any(${named}::uuid[])`.execute(
        first.ctx.asSystem('looks up whose contacts and addresses an order names').db,
      )
      const accounts = new Map(rows.map(({ id, account }) => [id, account]))
      for (const { row } of events)
        for (const id of [row.contact, row.billTo, row.shipTo])
          if (id !== null && accounts.get(id) !== row.account)
            throw new Reject(
              'orders.otherAccount',
              'The contact and the addresses of an order belong to its account. Choose one of them.',
            )
    },
  )
