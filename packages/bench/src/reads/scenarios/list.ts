import type { ActorName } from '../actors.ts'
import { industries } from '../data/fill.ts'
import type { Answer, Scenario } from './scenario.ts'

const query = `query List($industry: String!) {
  accounts(first: 20, where: { industry: { eq: $industry } }, orderBy: [{ createdAt: desc }]) {
    nodes {
      id name status city
      contacts { nodes { id firstName lastName } }
      deals { nodes { title stage amount { amount currency } } }
    }
  }
}`

const postgraphileQuery = `query List($industry: String!) {
  accounts: allAccounts(first: 20, condition: { industry: $industry }, orderBy: [CREATED_AT_DESC, PRIMARY_KEY_DESC]) {
    nodes {
      id: rowId name status city
      contacts: contactsByAccountId { nodes { id: rowId firstName lastName } }
      deals: dealsByAccountId { nodes { title stage amountMinor amountCurrency } }
    }
  }
}`

/** PostGraphile gives an amount as the columns have it. */
export function withMoney({ amountMinor, amountCurrency, ...row }: Answer): unknown {
  return { ...row, amount: { amount: (Number(amountMinor) / 100).toFixed(2), currency: amountCurrency } }
}

/** The newest accounts of an industry with their contacts and deals, some 12 kB. */
const list = (actor: ActorName): Scenario => ({
  name: `list/${actor}`,
  title: `20 accounts with contacts and deals, ${actor}`,
  actor,
  sizes: { full: 100_000, quick: 20_000 },
  connections: 16,
  servers: ['tessera', 'hand', 'bare', 'postgraphile', 'yoga'],
  query,
  hand: 'list',
  postgraphile: {
    query: postgraphileQuery,
    read: ({ accounts }) => ({
      accounts: {
        nodes: accounts.nodes.map((account: Answer) => ({
          ...account,
          deals: { nodes: account.deals.nodes.map(withMoney) },
        })),
      },
    }),
  },
  requests: async () => industries.map((industry) => ({ industry })),
  aims: { atLeast: { hand: 0.8, postgraphile: 2 } },
})

export const lists = [list('partner'), list('staff')]
