import { type Crm, closestName, type DeliveryFilter, type listDeliveries, TesseraError } from '@tessera/core'
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

/**
 * Where nothing was found: whether the filter names a handler that there is. One that is gone may still have deliveries.
 * @throws CALL_INVALID
 */
export function expectKnownHandler({ assembly }: Crm, { handler }: EventsFilter): void {
  const known = [
    ...assembly.hooks.filter(({ phase }) => phase === 'committed').map(({ id }) => id),
    ...assembly.jobs.keys(),
  ]
  if (handler === undefined || known.includes(handler)) return
  const near = closestName(handler, known)
  throw new TesseraError('CALL_INVALID', {
    reason: `There is no durable hook or job «${handler}».${near ? ` Did you mean «${near}»?` : ''} \`tessera graph\` lists them.`,
    call: 'tessera events',
  })
}

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
