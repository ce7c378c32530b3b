import type { Portal } from '@tessera/portal/runtime'
import type { WaitingApproval } from './quotes.operations.ts'

/** Quotes that wait for an approval, as lines of a list: what, for whom, how much, since when or until when. */
export function approvalItems({ t, format }: Portal, waiting: readonly WaitingApproval[]) {
  const percent = (of: string): string => format.percent(Number(of) / 100)
  return waiting.map(({ id, quote, requestedBy, requestedAt, steps }) => {
    const due = steps.nodes[0]?.dueAt ?? null
    const late = due !== null && Date.parse(due) < Date.now()
    return {
      title: quote?.name || quote?.number || '',
      href: `/desk/quotes/${id}`,
      icon: 'quote' as const,
      text: [
        quote?.account?.name,
        quote?.discountPercent && t('orders.desk.off', { percent: percent(quote.discountPercent) }),
        requestedBy && t('orders.desk.by', { name: requestedBy.name }),
      ]
        .filter(Boolean)
        .join(' · '),
      value: quote?.net ? format.money(quote.net) : undefined,
      due: format.relative(due ?? requestedAt),
      dueTone: late ? ('danger' as const) : ('info' as const),
    }
  })
}
