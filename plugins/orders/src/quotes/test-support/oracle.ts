import type { Id } from '@tessera/core'

/** What the test itself knows of a person's authority, in whole per cent. */
export interface Limits {
  readonly maxDiscount: number
  readonly minMargin: number | null
}

/** A line of pumps at 100.00 EUR that cost 60.00, so many of them, so many per cent off. */
export interface PumpLine {
  readonly id: Id
  readonly quantity: number
  readonly percent: number
}

/** What a quote says, as the test reads it. */
export interface Said {
  readonly owner: Id | null
  /** Per cent off the whole. */
  readonly percent: number
  readonly terms: string | null
  readonly lines: readonly PumpLine[]
}

/** An approval as the test saw it being given. */
export interface SeenApproval {
  readonly request: Id
  readonly position: number
  readonly content: string
  readonly approver: Id
  readonly voice: Id
  /** Whether it was right then: with the authority, asked, not one's own. */
  readonly right: boolean
}

/** All that is offered, so that two offers are the same exactly if these texts are. */
export const contentOf = ({ percent, terms, lines }: Said): string =>
  JSON.stringify([percent, terms, lines.map(({ id, quantity, percent: off }) => [id, quantity, off])])

/** Net of a line in cents: with whole per cents of 100.00 EUR nothing is ever rounded. */
export const netOf = (said: Said, line: PumpLine): number => line.quantity * (100 - line.percent) * (100 - said.percent)

/** Whether somebody may give all these discounts: by hand, in whole numbers. */
export function mayGive(limits: Limits | undefined, said: Said): boolean {
  return said.lines.every((line) => {
    const net = netOf(said, line)
    const list = line.quantity * 10_000
    if (net === list) return true
    if (!limits || (list - net) * 100 > limits.maxDiscount * list) return false
    const margin = net - line.quantity * 6_000
    return limits.minMargin === null || (net > 0 && margin * 100 >= limits.minMargin * net)
  })
}

/** Whether one request has, for this very content, a right approval at each of its steps by people with no part in the quote now. */
export function isApproved(
  approvals: readonly SeenApproval[],
  steps: readonly number[],
  said: Said,
  author: Id | null,
): boolean {
  const own = (person: Id): boolean => person === said.owner || person === author
  const fitting = approvals.filter(
    (one) => one.right && one.content === contentOf(said) && !own(one.approver) && !own(one.voice),
  )
  return [...new Set(fitting.map(({ request }) => request))].some((request) =>
    steps.every((position) => fitting.some((one) => one.request === request && one.position === position)),
  )
}
