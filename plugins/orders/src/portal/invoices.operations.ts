import { operation } from '@tessera/client'

interface Amount {
  readonly amount: string
  readonly currency: string
}

export interface ListedInvoice {
  readonly id: string
  readonly number: string | null
  readonly type: string
  readonly issuedOn: string
  readonly dueOn: string | null
  readonly total: Amount
  readonly open: Amount
  readonly order: { readonly id: string; readonly number: string } | null
  readonly account: { readonly name: string | null } | null
}

/** A page of invoices, those due first on top. */
export const InvoiceList = operation<
  {
    invoices: {
      nodes: readonly ListedInvoice[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
      totalCount: number
    }
  },
  { after: string | null; where: object; orderBy: readonly object[] }
>(`query InvoiceList($after: String, $where: InvoiceWhere!, $orderBy: [InvoiceOrder!]!) {
  invoices(first: 20, after: $after, where: $where, orderBy: $orderBy) {
    nodes { id number type issuedOn dueOn total { amount currency } open { amount currency } order { id number } account { name } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`)

interface Sums {
  readonly count: number
  readonly group: { readonly currency: string | null }
  readonly sum: { readonly open: readonly Amount[] }
}

/** What is open, and of that overdue, in each currency. */
export const InvoiceSums = operation<{ open: readonly Sums[]; overdue: readonly Sums[] }, { today: string }>(
  `query InvoiceSums($today: Date!) {
  open: invoiceAggregate(where: { status: { eq: issued } }, groupBy: [{ field: currency }]) { count group { currency } sum { open { amount currency } } }
  overdue: invoiceAggregate(where: { status: { eq: issued }, type: { eq: invoice }, dueOn: { lt: $today } }, groupBy: [{ field: currency }]) {
    count group { currency } sum { open { amount currency } }
  }
}`,
)
