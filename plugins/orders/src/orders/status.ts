/** Where an order stands. From `confirmed` on it follows from what was delivered, invoiced and paid. */
export const orderStatuses = [
  'draft',
  'onHold',
  'confirmed',
  'inFulfilment',
  'delivered',
  'closed',
  'cancelled',
] as const

export type OrderStatus = (typeof orderStatuses)[number]

/** The steps that somebody takes. What follows from deliveries, invoices and payments is no step: see `derivedStatus`. */
export const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  draft: ['confirmed', 'onHold', 'cancelled'],
  onHold: ['draft', 'confirmed', 'cancelled'],
  confirmed: ['onHold', 'cancelled'],
  inFulfilment: [],
  delivered: [],
  closed: [],
  cancelled: [],
}

/** Steps that partners and customers take with their own orders. */
export const outsideTransitions: Readonly<Partial<Record<OrderStatus, readonly OrderStatus[]>>> = {
  draft: ['confirmed', 'cancelled'],
  onHold: ['cancelled'],
  confirmed: ['cancelled'],
}

const running: ReadonlySet<string> = new Set<OrderStatus>(['confirmed', 'inFulfilment', 'delivered', 'closed'])

/** Whether an order has been agreed upon and was not cancelled. */
export const isRunning = (status: OrderStatus): boolean => running.has(status)
