import type { Portal } from '@tessera/portal/runtime'

/** What the state of an order means at a glance. */
export function statusTone(status: string): 'neutral' | 'info' | 'success' | 'warning' | 'danger' {
  if (status === 'delivered' || status === 'closed') return 'success'
  if (status === 'confirmed' || status === 'inFulfilment') return 'info'
  if (status === 'onHold') return 'warning'
  return 'neutral'
}

export const orderStatuses = [
  'draft',
  'onHold',
  'confirmed',
  'inFulfilment',
  'delivered',
  'closed',
  'cancelled',
] as const

const way = ['confirmed', 'inFulfilment', 'delivered', 'closed'] as const

/** The way of an order, and where on it the order stands. */
export function stepsOfOrder({ t }: Pick<Portal, 't'>, status: string) {
  const at = (way as readonly string[]).indexOf(status)
  const stopped = status === 'onHold' || status === 'cancelled' || status === 'draft'
  return [
    ...(stopped
      ? [
          {
            label: t(`orders.status.${status}`),
            state: status === 'draft' ? ('current' as const) : ('failed' as const),
          },
        ]
      : []),
    ...(status === 'cancelled' ? [] : way).map((step, index) => ({
      label: t(`orders.status.${step}`),
      state:
        index < at || (index === at && status === 'closed')
          ? ('done' as const)
          : index === at
            ? ('current' as const)
            : ('todo' as const),
    })),
  ]
}

const changeable: ReadonlySet<string> = new Set(['draft', 'confirmed'])

/** What of an order whoever bought may still change. The server decides; this is what is offered. */
export const mayChange = ({ source, status }: { readonly source: string; readonly status: string }) => ({
  lines: source !== 'erp' && source !== 'quote' && changeable.has(status),
  cancel: source !== 'erp' && (changeable.has(status) || status === 'onHold'),
})

/** What the state of a delivery means at a glance. */
export const deliveryTone = (status: string): 'neutral' | 'info' | 'success' =>
  status === 'delivered' ? 'success' : status === 'shipped' ? 'info' : 'neutral'
