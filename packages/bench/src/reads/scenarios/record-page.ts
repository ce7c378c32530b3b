import { fullAccounts, functionStatement, idSql } from '../data/fill.ts'
import { withMoney } from './list.ts'
import type { Answer, Scenario } from './scenario.ts'

const query = `query Record($id: ID!) {
  account(id: $id) {
    id name status industry city phone website
    owner { id name }
    team { id name }
    contacts(first: 10) { nodes { id firstName lastName email jobTitle } }
    deals(first: 10) { nodes { id title stage closeDate amount { amount currency } } }
    addresses(first: 10) { nodes { id street city } }
    interactions(first: 10) { nodes { id subject on } }
    tasks(first: 10) { nodes { id subject due } }
    notes(first: 10) { nodes { id text } }
    quotes(first: 10) { nodes { id number amount { amount currency } } }
    tickets(first: 10) { nodes { id subject open } }
  }
}`

const postgraphileQuery = `query Record($id: UUID!) {
  account: accountByRowId(rowId: $id) {
    id: rowId name status industry city phone website
    owner: userByOwnerId { id: rowId name }
    team: teamByTeamId { id: rowId name }
    contacts: contactsByAccountId(first: 10) { nodes { id: rowId firstName lastName email jobTitle } }
    deals: dealsByAccountId(first: 10) { nodes { id: rowId title stage closeDate amountMinor amountCurrency } }
    addresses: addressesByAccountId(first: 10) { nodes { id: rowId street city } }
    interactions: interactionsByAccountId(first: 10) { nodes { id: rowId subject on } }
    tasks: tasksByAccountId(first: 10) { nodes { id: rowId subject due } }
    notes: notesByAccountId(first: 10) { nodes { id: rowId text } }
    quotes: quotesByAccountId(first: 10) { nodes { id: rowId number amountMinor amountCurrency } }
    tickets: ticketsByAccountId(first: 10) { nodes { id: rowId subject open } }
  }
}`

/** What a person opens who clicks on an account: it and its eight lists. */
export const recordPage: Scenario = {
  name: 'record/staff',
  title: 'one account with eight related lists, staff',
  actor: 'staff',
  sizes: { full: 100_000, quick: 20_000 },
  connections: 16,
  servers: ['tessera', 'hand', 'bare', 'postgraphile', 'yoga'],
  query,
  hand: 'record',
  postgraphile: {
    query: postgraphileQuery,
    read: ({ account }: Answer) => ({
      account: {
        ...account,
        deals: { nodes: account.deals.nodes.map(withMoney) },
        quotes: { nodes: account.quotes.nodes.map(withMoney) },
      },
    }),
  },
  requests: async ({ database }) => {
    const [, found] = await database.pipeline([
      { text: functionStatement },
      { text: `select ${idSql('account', 'n * 60')}::text as id from generate_series(1, ${fullAccounts}, 20) n` },
    ])
    return (found?.rows ?? []).map(({ id }) => ({ id }))
  },
  aims: { atLeast: { hand: 0.75 } },
}
