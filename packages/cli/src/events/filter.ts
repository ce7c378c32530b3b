import type { DeliveryFilter, listDeliveries } from '@tessera/core'
import { table } from '../output/print.ts'

type Delivery = Awaited<ReturnType<typeof listDeliveries>>[number]

/** Which deliveries a command speaks of, as its options say. */
export interface EventsFilter {
  readonly handler?: string
  readonly entity?: string
  readonly event?: string
  readonly limit: number
}

export interface ListFilter extends EventsFilter {
  readonly state: Delivery['state']
}

export const filterOf = ({ event, ...rest }: EventsFilter): DeliveryFilter => ({
  ...rest,
  ...(event ? { eventId: event } : {}),
})

export const describe = (deliveries: readonly Delivery[]): string =>
  table(
    ['event', 'handler', 'state', 'attempts', 'occurred at', 'last error'],
    deliveries.map((delivery) => [
      delivery.eventId,
      delivery.handler,
      delivery.state,
      delivery.attempts,
      delivery.occurredAt.toISOString(),
      delivery.lastError?.split('\n')[0]?.slice(0, 80),
    ]),
  )
