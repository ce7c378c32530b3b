import { operation } from '@tessera/client'

export interface OrderUnderWay {
  readonly id: string
  readonly number: string
  readonly status: string
  readonly orderedOn: string
  readonly requestedOn: string | null
  readonly total: { readonly amount: string; readonly currency: string }
  readonly account: { readonly name: string | null } | null
  /** The latest one that has left and not arrived. */
  readonly deliveries: {
    readonly nodes: readonly { readonly shippedOn: string; readonly carrier: string | null }[]
  }
}

/** The latest orders that are not delivered yet, and how many there are. */
export const OrdersUnderWay = operation<
  { orders: { readonly nodes: readonly OrderUnderWay[]; readonly totalCount: number } },
  Record<string, never>
>(`query OrdersUnderWay {
  orders(first: 5, where: { or: [{ status: { in: [confirmed, inFulfilment] } }, { deliveries: { some: { status: { eq: shipped } } } }] }, orderBy: [{ orderedOn: desc }, { number: desc }]) {
    nodes {
      id number status orderedOn requestedOn total { amount currency } account { name }
      deliveries(first: 1, where: { status: { eq: shipped } }, orderBy: [{ shippedOn: desc }]) { nodes { shippedOn carrier } }
    }
    totalCount
  }
}`)
