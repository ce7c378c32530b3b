import { operation } from '@tessera/client'
import type { ShownAddress } from './addresses.ts'

interface Amount {
  readonly amount: string
  readonly currency: string
}

export interface ShownLine {
  readonly id: string
  readonly position: number
  readonly description: string | null
  readonly quantity: string
  readonly unit: string | null
  readonly discount: Amount | null
  readonly net: Amount | null
  readonly delivered: string
  readonly returned: string
  readonly priceSteps: unknown
  readonly product: { readonly id: string } | null
}

export interface ShownOrder {
  readonly id: string
  readonly version: number
  readonly number: string
  readonly source: string
  readonly status: string
  readonly currency: string
  readonly orderedOn: string
  readonly requestedOn: string | null
  readonly purchaseOrderNumber: string | null
  readonly paymentTermDays: number | null
  readonly cancelReason: string | null
  readonly shipToAddress: ShownAddress | null
  readonly freight: Amount | null
  readonly net: Amount
  readonly tax: Amount
  readonly total: Amount
  readonly account: { readonly id: string; readonly name: string | null } | null
  readonly lines: { readonly nodes: readonly ShownLine[] }
  readonly deliveries: {
    readonly nodes: readonly {
      readonly id: string
      readonly number: string | null
      readonly status: string
      readonly shippedOn: string
      readonly deliveredOn: string | null
      readonly carrier: string | null
      readonly trackingNumber: string | null
    }[]
  }
  readonly invoices: {
    readonly nodes: readonly {
      readonly id: string
      readonly number: string | null
      readonly type: string
      readonly issuedOn: string
      readonly dueOn: string | null
      readonly total: Amount
      readonly open: Amount
    }[]
  }
  readonly returns: {
    readonly nodes: readonly {
      readonly id: string
      readonly number: string
      readonly status: string
      readonly requestedOn: string
      readonly reason: string | null
    }[]
  }
}

/** An order with what has become of it. */
export const OrderShown = operation<{ order: ShownOrder | null }, { id: string }>(`query OrderShown($id: ID!) {
  order(id: $id) {
    id version number source status currency orderedOn requestedOn purchaseOrderNumber paymentTermDays cancelReason shipToAddress
    freight { amount currency } net { amount currency } tax { amount currency } total { amount currency }
    account { id name }
    lines(first: 200, orderBy: [{ position: asc }]) {
      nodes { id position description quantity unit discount { amount currency } net { amount currency } delivered returned priceSteps product { id } }
    }
    deliveries(first: 50, orderBy: [{ shippedOn: desc }]) { nodes { id number status shippedOn deliveredOn carrier trackingNumber } }
    invoices(first: 50, where: { status: { eq: issued } }, orderBy: [{ issuedOn: desc }]) {
      nodes { id number type issuedOn dueOn total { amount currency } open { amount currency } }
    }
    returns(first: 50, orderBy: [{ requestedOn: desc }]) { nodes { id number status requestedOn reason } }
  }
}`)

export const ChangeOrder = operation<
  { updateOrder: { id: string; status: string } },
  { id: string; patch: object; version: number | null }
>(
  'mutation ChangeOrder($id: ID!, $patch: OrderPatch!, $version: Int) { updateOrder(id: $id, patch: $patch, ifVersion: $version) { id status } }',
)

/** Changes quantities of lines. */
export const ChangeLines = operation<
  { updateOrderLines: readonly ({ id: string } | null)[] },
  { changes: readonly { id: string; patch: { quantity: string } }[] }
>('mutation ChangeLines($changes: [OrderLineUpdate!]!) { updateOrderLines(items: $changes) { id } }')
