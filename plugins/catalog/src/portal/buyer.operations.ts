import { operation } from '@tessera/client'

export interface Buyer {
  readonly id: string
  readonly name: string | null
  readonly currency: string | null
}

const fields = 'id name currency'

/** The accounts somebody may buy for. */
export const Buyers = operation<{ accounts: { nodes: readonly Buyer[] } }, Record<string, never>>(
  `query Buyers { accounts(first: 200, orderBy: [{ name: asc }]) { nodes { ${fields} } } }`,
)

/** The account under which a partner itself buys. */
export const OwnBuyer = operation<{ accounts: { nodes: readonly Buyer[] } }, { partner: string }>(
  `query OwnBuyer($partner: ID!) {
  accounts(first: 1, where: { type: { eq: partner }, partner: { eq: $partner } }, orderBy: [{ createdAt: asc }]) { nodes { ${fields} } }
}`,
)

export const OneBuyer = operation<{ account: Buyer | null }, { id: string }>(
  `query OneBuyer($id: ID!) { account(id: $id) { ${fields} } }`,
)
