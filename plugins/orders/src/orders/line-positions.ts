import { type Hook, type Id, type On, sql } from '@tessera/core'
import { OrderLine, type OrdersModel } from '../model.ts'

/** Puts lines without a position at the end of their order, in steps of ten as they are printed. */
export const linePositions = (on: On<typeof OrdersModel>): Hook =>
  on(OrderLine).before('create', { batch: true, name: 'position' }, async (events) => {
    const [first] = events
    const open = events.filter(({ row }) => row.position === 0)
    if (!first || open.length === 0) return
    const { rows } = await sql<{ readonly id: Id; readonly last: number }>`
      select order_id as id, max(position) as last from crm.order_line
      where order_id = any(${[...new Set(open.map(({ row }) => row.order))]}::uuid[]) and deleted_at is null group by order_id`.execute(
      first.ctx.asSystem('numbers order lines').db,
    )
    const last = new Map(rows.map((row) => [row.id, row.last]))
    for (const { row } of events) last.set(row.order, Math.max(last.get(row.order) ?? 0, row.position))
    return events.map(({ row }) => {
      if (row.position !== 0) return undefined
      const position = (Math.floor((last.get(row.order) ?? 0) / 10) + 1) * 10
      last.set(row.order, position)
      return { position }
    })
  })
