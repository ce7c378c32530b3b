import { type Context, type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { OrderLine, type OrdersModel, QuoteLine } from '../model.ts'

/**
 * A line of a product made to order says how it is made, by a configuration of just that product. What an ERP reports is recorded as it
 * was.
 */
export const lineConfiguration = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(OrderLine).before('save', { batch: true, fields, name: 'configuration' }, async (events) => {
    const [first] = events
    if (first)
      await check(
        first.ctx,
        events.map(({ row }) => ({ ...row, of: row.order })),
      )
  }),
  on(QuoteLine).before('save', { batch: true, fields, name: 'configuration' }, async (events) => {
    const [first] = events
    if (first)
      await check(
        first.ctx,
        events.map(({ row }) => ({ ...row, of: null })),
      )
  }),
]

const fields = ['product', 'configuration'] as const

interface Line {
  readonly product: Id
  readonly configuration: Id | null
  /** The order it is of, if it is of one. */
  readonly of: Id | null
}

async function check(ctx: Context<typeof OrdersModel>, lines: readonly Line[]): Promise<void> {
  const { rows } = await sql<{ name: string; missing: boolean }>`
    select p.name, l.configuration is null as missing
    from unnest(${lines.map(({ product }) => product)}::uuid[], ${lines.map(({ configuration }) => configuration)}::uuid[],
      ${lines.map(({ of }) => of)}::uuid[]) with ordinality l(product, configuration, of_order, place)
    join crm.product p on p.id = l.product left join crm.configuration c on c.id = l.configuration
    where c.product_id <> l.product or (l.configuration is null and p.configurable
      and not exists (select from crm."order" o where o.id = l.of_order and o.source = 'erp'))
    order by l.place limit 1`.execute(ctx.asSystem('looks up how the products of lines are made').db)
  const [wrong] = rows
  if (!wrong) return
  throw wrong.missing
    ? new Reject(
        'orders.configurationMissing',
        `${wrong.name} is made to order. Configure it, and name the configuration on the line.`,
      )
    : new Reject(
        'orders.configurationElsewhere',
        `The configuration is of another product than ${wrong.name}. Choose one of its own.`,
      )
}
