import { operation } from '@tessera/client'

export interface ListedDelivery {
  readonly id: string
  readonly number: string | null
  readonly status: string
  readonly shippedOn: string
  readonly deliveredOn: string | null
  readonly carrier: string | null
  readonly trackingNumber: string | null
  readonly order: { readonly id: string; readonly number: string } | null
  readonly account: { readonly name: string | null } | null
}

/** A page of deliveries, the newest first. */
export const DeliveryList = operation<
  {
    deliveries: {
      nodes: readonly ListedDelivery[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
      totalCount: number
    }
  },
  { after: string | null; where: object }
>(`query DeliveryList($after: String, $where: DeliveryWhere!) {
  deliveries(first: 20, after: $after, where: $where, orderBy: [{ shippedOn: desc }, { number: desc }]) {
    nodes { id number status shippedOn deliveredOn carrier trackingNumber order { id number } account { name } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`)
