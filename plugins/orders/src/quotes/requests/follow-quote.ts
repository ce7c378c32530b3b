import { type Hook, type On, User } from '@tessera/core'
import { type OrdersModel, Quote, QuoteRequest } from '../../model.ts'
import { sendQuote } from '../send-quote.ts'

/** A request is answered when its quote is sent, and declined when that is cancelled. An approved quote that was asked for is sent at once. */
export const followQuote = (on: On<typeof OrdersModel>): Hook =>
  on(Quote).after('update', { batch: true, fields: ['status'], name: 'answersRequests' }, async (events) => {
    const system = events[0]?.ctx.asSystem('answers requests for quotes')
    const moved = events.filter(
      ({ old, row }) => old?.status !== row.status && ['approved', 'sent', 'cancelled'].includes(row.status),
    )
    if (!system || moved.length === 0) return
    const requests = await system.list(QuoteRequest, {
      where: { quote: { in: moved.map(({ id }) => id) }, status: { eq: 'waiting' } },
      limit: 100_000,
    })
    for (const { id, requestedBy, quote } of requests) {
      const status = moved.find((event) => event.id === quote)?.row.status
      if (status === 'approved') {
        const person = await system.get(User, requestedBy)
        await sendQuote(system, quote, { to: [person.email] })
      } else
        await system.mutate(QuoteRequest).update(id, {
          status: status === 'sent' ? 'answered' : 'declined',
          answeredAt: system.now(),
        })
    }
  })
