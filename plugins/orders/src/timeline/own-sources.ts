import type { Contribution } from '@tessera/core'
import { timelineSource, timelineSources } from '@tessera/plugin-customers'
import { Delivery, Invoice, Order, Payment, Return } from '../model.ts'

/** What orders, and what became of them, tell on the timelines of accounts. */
export const orderTimeline: readonly Contribution[] = [
  timelineSources.add(
    'order',
    timelineSource({
      kind: 'order',
      entity: Order,
      at: 'placedAt',
      title: 'number',
      detail: 'status',
      actor: 'owner',
      account: 'account',
      contact: 'contact',
    }),
  ),
  timelineSources.add(
    'delivery',
    timelineSource({
      kind: 'delivery',
      entity: Delivery,
      at: 'happenedAt',
      title: 'number',
      detail: 'status',
      account: 'account',
    }),
  ),
  timelineSources.add(
    'invoice',
    timelineSource({
      kind: 'invoice',
      entity: Invoice,
      at: 'happenedAt',
      title: 'number',
      detail: 'type',
      account: 'account',
    }),
  ),
  timelineSources.add(
    'payment',
    timelineSource({
      kind: 'payment',
      entity: Payment,
      at: 'happenedAt',
      title: 'reference',
      detail: 'method',
      account: 'account',
    }),
  ),
  timelineSources.add(
    'return',
    timelineSource({
      kind: 'return',
      entity: Return,
      at: 'happenedAt',
      title: 'number',
      detail: 'status',
      account: 'account',
    }),
  ),
]
