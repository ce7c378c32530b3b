/** A line of a made-up order. */
export interface MadeLine {
  /** The order's number. */
  readonly order: number
  readonly position: number
  readonly quantity: string
  readonly unitPrice: string
}

/** As many orders as the Adventure Works sample has, with as many lines: 57,851. */
export const orderNumbers: readonly number[] = Array.from({ length: 3_616 }, (_, number) => number)

/** The lines of an order: 16, and of the first 5 one less. */
export const linesOf = (order: number): MadeLine[] =>
  Array.from({ length: order < 5 ? 15 : 16 }, (_, index) => ({
    order,
    position: (index + 1) * 10,
    quantity: `${1 + ((order + index) % 7)}`,
    unitPrice: `${10 + ((order * 13 + index * 7) % 990)}.${10 + (index % 90)}`,
  }))

/** The same rows of these two tables by hand, one statement each: copies of those that are there. */
export const baselineStatements: readonly string[] = [
  'create temporary table plain_order as select * from crm."order" limit 0',
  'insert into plain_order select * from crm."order"',
  'create temporary table plain_line as select * from crm.order_line limit 0',
  'alter table plain_line add primary key (id)',
  'create index on plain_line (order_id, position)',
  'insert into plain_line select * from crm.order_line',
]
