import { tenThousandths } from './quantity.ts'
import type { OrderStatus } from './status.ts'

/** What an order's state follows from. Quantities as decimals. */
export interface LineProgress {
  readonly quantity: string
  readonly delivered: string
  readonly invoiced: string
}

/**
 * The state of an order that is running: `delivered` once every line is delivered in full, `closed` once it is invoiced in full and
 * the invoices are settled too. It looks at what there is and not at what came last, so records may come in any order.
 */
export function derivedStatus(lines: readonly LineProgress[], settled: boolean): OrderStatus {
  const reached = (of: 'delivered' | 'invoiced'): boolean =>
    lines.length > 0 && lines.every((line) => tenThousandths(line[of]) >= tenThousandths(line.quantity))
  if (reached('delivered')) return reached('invoiced') && settled ? 'closed' : 'delivered'
  return lines.some(({ delivered }) => tenThousandths(delivered) > 0n) ? 'inFulfilment' : 'confirmed'
}
