import { operation } from '@tessera/client'

interface Amount {
  readonly amount: string
  readonly currency: string
}

export interface ListedQuote {
  readonly id: string
  readonly number: string
  readonly name: string | null
  readonly status: string
  readonly validUntil: string | null
  readonly total: Amount | null
  readonly account: { readonly name: string | null } | null
}

/** A page of quotes, the newest first. */
export const QuoteList = operation<
  {
    quotes: {
      nodes: readonly ListedQuote[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
      totalCount: number
    }
  },
  { after: string | null; where: object }
>(`query QuoteList($after: String, $where: QuoteWhere!) {
  quotes(first: 20, after: $after, where: $where, orderBy: [{ sentAt: desc }, { number: desc }]) {
    nodes { id number name status validUntil total { amount currency } account { name } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`)

export interface ShownQuote extends ListedQuote {
  readonly revision: number
  readonly introduction: string | null
  readonly terms: string | null
  readonly sentAt: string | null
  readonly respondedAt: string | null
  readonly paymentTermDays: number | null
  readonly subtotal: Amount | null
  readonly discount: Amount | null
  readonly freight: Amount | null
  readonly net: Amount | null
  readonly tax: Amount | null
  readonly lines: {
    readonly nodes: readonly {
      readonly id: string
      readonly description: string | null
      readonly quantity: string
      readonly discountPercent: string | null
      readonly net: Amount | null
      readonly product: { readonly id: string } | null
    }[]
  }
}

/** A quote with its lines. */
export const QuoteShown = operation<{ quote: ShownQuote | null }, { id: string }>(`query QuoteShown($id: ID!) {
  quote(id: $id) {
    id number name status revision validUntil introduction terms sentAt respondedAt paymentTermDays
    account { name }
    subtotal { amount currency } discount { amount currency } freight { amount currency }
    net { amount currency } tax { amount currency } total { amount currency }
    lines(first: 200, orderBy: [{ position: asc }]) {
      nodes { id description quantity discountPercent net { amount currency } product { id } }
    }
  }
}`)

export interface ListedRequest {
  readonly id: string
  readonly title: string
  readonly status: 'waiting' | 'declined'
  readonly discountPercent: string | null
  readonly answer: string | null
  readonly createdAt: string
  readonly account: { readonly name: string | null } | null
  readonly requestedBy: { readonly name: string } | null
}

/** What was asked for and has no quote yet, and what was lately declined. */
export const OpenRequests = operation<{ quoteRequests: { nodes: readonly ListedRequest[] } }, { since: string }>(
  `query OpenRequests($since: DateTime!) {
  quoteRequests(first: 20, where: { or: [{ status: { eq: waiting } }, { status: { eq: declined }, answeredAt: { gte: $since } }] }, orderBy: [{ createdAt: desc }]) {
    nodes { id title status discountPercent answer createdAt account { name } requestedBy { name } }
  }
}`,
)

export const AcceptQuote = operation<{ acceptQuote: { id: string } }, { quote: string; name: string }>(
  'mutation AcceptQuote($quote: ID!, $name: String!) { acceptQuote(quote: $quote, name: $name) { id } }',
)

export const DeclineQuote = operation<
  { declineQuote: { id: string } },
  { quote: string; name: string; reason: string | null }
>(
  'mutation DeclineQuote($quote: ID!, $name: String!, $reason: String) { declineQuote(quote: $quote, name: $name, reason: $reason) { id } }',
)

/** The order that an accepted quote became. */
export const OrderOfQuote = operation<
  { orders: { nodes: readonly { id: string; number: string }[] } },
  { quote: string }
>('query OrderOfQuote($quote: ID!) { orders(first: 1, where: { quote: { eq: $quote } }) { nodes { id number } } }')
