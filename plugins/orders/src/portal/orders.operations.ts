import { operation } from '@tessera/client'

export interface ListedOrder {
  readonly id: string
  readonly number: string
  readonly status: string
  readonly orderedOn: string
  readonly purchaseOrderNumber: string | null
  readonly total: { readonly amount: string; readonly currency: string }
  readonly account: { readonly name: string | null } | null
}

/** A page of orders, the newest first. */
export const OrderList = operation<
  {
    orders: {
      nodes: readonly ListedOrder[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
      totalCount: number
    }
  },
  { first: number; after: string | null; where: object | null }
>(`query OrderList($first: Int!, $after: String, $where: OrderWhere) {
  orders(first: $first, after: $after, where: $where, orderBy: [{ orderedOn: desc }, { number: desc }]) {
    nodes { id number status orderedOn purchaseOrderNumber total { amount currency } account { name } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`)
