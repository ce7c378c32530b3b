import { divideHalfAwayFromZero } from '@tessera/plugin-orders'
import type { LineFacts } from './line-facts.ts'

/** A change of how much of an order line counts: earned above zero, taken back below. */
export interface Step {
  /** The record that caused it: `order:…`, `delivery:…`, `invoice:…`, `payment:…`, `return:…`, `credit:…`. */
  readonly event: string
  readonly on: string
  /** In minor units of the order's currency. */
  readonly net: bigint
}

export type EarnedAt = 'order' | 'delivery' | 'invoice' | 'payment'

interface State {
  ordered: boolean
  delivered: bigint
  returned: bigint
  creditedAlone: bigint
  credited: bigint
  invoiced: bigint
  /** By invoice line: what was paid of its invoice. */
  readonly paid: Map<string, { amount: bigint; readonly total: bigint; readonly net: bigint }>
}

interface Fact {
  readonly event: string
  readonly on: string
  readonly rank: number
  readonly size: bigint
  put(state: State): void
}

/**
 * How much of an order line counts, as it changed from day to day. It is worked out from all facts in the order of their days, so it does
 * not matter in which order they became known.
 *
 * At `order`: the net, less what came back (by quantity) and what was credited without a return. At `delivery`: the same of what was
 * delivered. At `invoice`: what was invoiced, less what was credited. At `payment`: what was paid, but no more than was invoiced and not credited.
 */
export function stepsOf(line: LineFacts, earnedAt: EarnedAt): Step[] {
  if (!line.stands) return []
  const state: State = {
    ordered: false,
    delivered: 0n,
    returned: 0n,
    creditedAlone: 0n,
    credited: 0n,
    invoiced: 0n,
    paid: new Map(),
  }
  const steps: Step[] = []
  let before = 0n
  for (const fact of factsOf(line)) {
    fact.put(state)
    const now = counts(line, state, earnedAt)
    if (now !== before) steps.push({ event: fact.event, on: fact.on, net: now - before })
    before = now
  }
  return steps
}

function counts(line: LineFacts, state: State, earnedAt: EarnedAt): bigint {
  if (earnedAt === 'order') return state.ordered ? atLeastZero(line.net - returnedNet(line, state)) : 0n
  if (line.historical) return state.ordered ? atLeastZero(line.net - returnedNet(line, state)) : 0n
  if (earnedAt === 'delivery') return atLeastZero(partOf(line, state.delivered) - returnedNet(line, state))
  const billed = state.invoiced - state.credited
  if (earnedAt === 'invoice') return atLeastZero(billed)
  let paid = 0n
  for (const { amount, total, net } of state.paid.values())
    paid += total > 0n ? divideHalfAwayFromZero(net * smaller(amount, total), total) : 0n
  return atLeastZero(smaller(paid, billed))
}

const returnedNet = (line: LineFacts, { returned, creditedAlone }: State): bigint =>
  partOf(line, returned) + creditedAlone

/** The part of the net that a quantity is of the line's; never more than all of it. */
const partOf = ({ net, quantity }: LineFacts, of: bigint): bigint =>
  quantity > 0n ? divideHalfAwayFromZero(net * smaller(of, quantity), quantity) : 0n

function factsOf(line: LineFacts): Fact[] {
  const facts: Fact[] = [
    {
      event: `order:${line.orderLine}`,
      on: line.orderedOn,
      rank: 0,
      size: 0n,
      put: (state) => {
        state.ordered = true
      },
    },
    ...(line.delivered ?? []).map(({ id, on, quantity }): Fact => {
      return {
        event: `delivery:${id}`,
        on: later(on, line.orderedOn),
        rank: 1,
        size: quantity,
        put: (state) => {
          state.delivered += quantity
        },
      }
    }),
    ...line.invoiced.map(({ id, type, forReturn, on, net }): Fact => {
      const invoice = type === 'invoice'
      return {
        event: `${invoice ? 'invoice' : 'credit'}:${id}`,
        on: later(on, line.orderedOn),
        rank: invoice ? 1 : 3,
        size: net,
        put: (state) => {
          if (invoice) state.invoiced += net
          else state.credited += net
          if (!invoice && !forReturn) state.creditedAlone += net
        },
      }
    }),
    ...line.paid.map(({ allocation, invoiceLine, on, amount, invoiceTotal, lineNet }): Fact => {
      return {
        event: `payment:${allocation}:${invoiceLine}`,
        on: later(on, line.orderedOn),
        rank: 2,
        size: amount,
        put: (state) => {
          const known = state.paid.get(invoiceLine) ?? { amount: 0n, total: invoiceTotal, net: lineNet }
          known.amount += amount
          state.paid.set(invoiceLine, known)
        },
      }
    }),
    ...line.returns.map(({ id, on, quantity }): Fact => {
      return {
        event: `return:${id}`,
        on: later(on, line.orderedOn),
        rank: 4,
        size: quantity,
        put: (state) => {
          state.returned += quantity
        },
      }
    }),
  ]
  return facts.sort(
    (a, b) =>
      compare(a.on, b.on) ||
      a.rank - b.rank ||
      (a.size < b.size ? -1 : a.size > b.size ? 1 : compare(a.event, b.event)),
  )
}

const atLeastZero = (amount: bigint): bigint => (amount < 0n ? 0n : amount)
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const later = (a: string, b: string): string => (a > b ? a : b)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
