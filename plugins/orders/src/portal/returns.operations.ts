import { operation } from '@tessera/client'

export const returnStatuses = ['requested', 'authorized', 'received', 'rejected'] as const
export type ReturnStatus = (typeof returnStatuses)[number]

export const returnTone = { requested: 'info', authorized: 'info', received: 'success', rejected: 'danger' } as const

export interface ListedReturn {
  readonly id: string
  readonly number: string
  readonly status: ReturnStatus
  readonly requestedOn: string
  readonly receivedOn: string | null
  readonly reason: string | null
  readonly order: { readonly id: string; readonly number: string } | null
  readonly account?: { readonly name: string | null } | null
}

/** A page of returns, the newest first. */
export const ReturnList = operation<
  {
    returns: {
      nodes: readonly ListedReturn[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
      totalCount: number
    }
  },
  { after: string | null; where: object; customers: boolean }
>(`query ReturnList($after: String, $where: ReturnWhere!, $customers: Boolean!) {
  returns(first: 20, after: $after, where: $where, orderBy: [{ requestedOn: desc }, { number: desc }]) {
    nodes { id number status requestedOn receivedOn reason order { id number } account @include(if: $customers) { name } }
    pageInfo { hasNextPage endCursor } totalCount
  }
}`)

export interface ShownReturn extends ListedReturn {
  readonly answer: string | null
  readonly lines: {
    readonly nodes: readonly {
      readonly id: string
      readonly quantity: string
      readonly condition: string | null
      readonly orderLine: { readonly description: string | null } | null
    }[]
  }
}

/** A return with what comes back. */
export const ReturnShown = operation<
  { return: ShownReturn | null },
  { id: string; customers: boolean }
>(`query ReturnShown($id: ID!, $customers: Boolean!) {
  return(id: $id) {
    id number status requestedOn receivedOn reason answer order { id number } account @include(if: $customers) { name }
    lines(first: 200) { nodes { id quantity condition orderLine { description } } }
  }
}`)

export interface ReturnableLine {
  readonly id: string
  readonly description: string | null
  readonly delivered: string
  readonly returned: string
}

/** An order's lines, with what was delivered and came back; and returns that are under way. */
export const OrderToReturn = operation<
  {
    order: {
      id: string
      number: string
      lines: { nodes: readonly ReturnableLine[] }
      returns: {
        nodes: readonly { lines: { nodes: readonly { quantity: string; orderLine: { id: string } | null }[] } }[]
      }
    } | null
  },
  { id: string }
>(`query OrderToReturn($id: ID!) {
  order(id: $id) {
    id number
    lines(first: 200, orderBy: [{ position: asc }]) { nodes { id description delivered returned } }
    returns(first: 50, where: { status: { in: [requested, authorized] } }) { nodes { lines(first: 200) { nodes { quantity orderLine { id } } } } }
  }
}`)

/** The latest orders of which something was delivered. */
export const DeliveredOrders = operation<
  {
    orders: {
      nodes: readonly {
        id: string
        number: string
        orderedOn: string
        purchaseOrderNumber: string | null
        lines: { nodes: readonly { description: string | null }[] }
      }[]
    }
  },
  {}
>(`query DeliveredOrders {
  orders(first: 20, where: { lines: { some: { delivered: { gt: "0" } } } }, orderBy: [{ orderedOn: desc }]) {
    nodes { id number orderedOn purchaseOrderNumber lines(first: 3, orderBy: [{ position: asc }]) { nodes { description } } }
  }
}`)

export const AskForReturn = operation<{ askForReturn: { id: string; number: string } }, { input: object }>(
  'mutation AskForReturn($input: AskForReturnInput!) { askForReturn(input: $input) { id number } }',
)

export const DecideReturn = operation<{ updateReturn: { id: string } }, { id: string; patch: object }>(
  'mutation DecideReturn($id: ID!, $patch: ReturnPatch!) { updateReturn(id: $id, patch: $patch) { id } }',
)
