import type { ReturnableLine } from './returns.operations.ts'

interface UnderWay {
  readonly lines: {
    readonly nodes: readonly { readonly quantity: string; readonly orderLine: { id: string } | null }[]
  }
}

/** What of an order's lines can still be sent back: what was delivered, less what came back or was asked for. */
export function leftToReturn(lines: readonly ReturnableLine[], returns: readonly UnderWay[]) {
  const asked = new Map<string, number>()
  for (const { quantity, orderLine } of returns.flatMap(({ lines: { nodes } }) => nodes))
    if (orderLine) asked.set(orderLine.id, (asked.get(orderLine.id) ?? 0) + Number(quantity))
  return lines
    .map((line) => ({
      id: line.id,
      description: line.description,
      left: Number((Number(line.delivered) - Number(line.returned) - (asked.get(line.id) ?? 0)).toFixed(4)),
    }))
    .filter(({ left }) => left > 0)
}
