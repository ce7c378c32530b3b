import type { Connection } from '@tessera/core'
import DataLoader from 'dataloader'
import { execute } from 'graphql'
import { createSchema, createYoga, type Plugin } from 'graphql-yoga'
import { Hono } from 'hono'
import { actorOf, listen, told } from './serve.ts'
import { setupStatement } from './settings.ts'

// What one writes with GraphQL Yoga: resolvers, a data loader for each relation, a transaction for each request, the same row-level
// security. The transaction begins and is set up with its first query, in one round trip.
type Row = Readonly<Record<string, unknown>>
interface Context {
  readonly connection: Connection
  readonly rows: (table: string) => DataLoader<string, Row | null>
  readonly lists: (table: string) => DataLoader<string, readonly Row[]>
}

const { database, people } = await told()

const columns: Readonly<Record<string, string>> = {
  account: 'id, name, status, industry, city, phone, website, owner_id, team_id',
  user: 'id, name',
  team: 'id, name',
  contact: 'id, account_id, first_name as "firstName", last_name as "lastName", email, job_title as "jobTitle"',
  deal: 'id, account_id, title, stage, close_date as "closeDate", amount_minor, amount_currency',
  address: 'id, account_id, street, city',
  interaction: 'id, account_id, subject, "on"',
  task: 'id, account_id, subject, due',
  note: 'id, account_id, text',
  quote: 'id, account_id, number, amount_minor, amount_currency',
  ticket: 'id, account_id, subject, open',
}
// Partners may not read an account's owner and team.
const partnerColumns = 'id, name, status, industry, city, phone, website'
const lists = ['contact', 'deal', 'address', 'interaction', 'task', 'note', 'quote', 'ticket']
const listName = (table: string): string => (table === 'address' ? 'addresses' : `${table}s`)

function contextOf(connection: Connection, kind: string): Context & { accountColumns: string } {
  const rows = memo(
    (table) =>
      new DataLoader<string, Row | null>(async (ids) => {
        const { rows } = await connection.query<Row>({
          name: `${kind}_row_${table}`,
          text: `select ${columns[table]} from crm."${table}" where id = any($1::uuid[]) and deleted_at is null`,
          values: [ids],
        })
        const byId = new Map(rows.map((row) => [row.id, row]))
        return ids.map((id) => byId.get(id) ?? null)
      }),
  )
  const listed = memo(
    (table) =>
      new DataLoader<string, readonly Row[]>(async (ids) => {
        const { rows } = await connection.query<Row>({
          name: `${kind}_list_${table}`,
          text: `select ${columns[table]} from crm."${table}" where account_id = any($1::uuid[]) and deleted_at is null order by id`,
          values: [ids],
        })
        const byAccount = Map.groupBy(rows, (row) => row.account_id)
        return ids.map((id) => byAccount.get(id) ?? [])
      }),
  )
  return {
    connection,
    rows,
    lists: listed,
    accountColumns: kind === 'partner' ? partnerColumns : (columns.account as string),
  }
}

function memo<T>(make: (table: string) => T): (table: string) => T {
  const known = new Map<string, T>()
  return (table) => {
    const found = known.get(table) ?? make(table)
    known.set(table, found)
    return found
  }
}

const money = (row: Row) => ({ amount: (Number(row.amount_minor) / 100).toFixed(2), currency: row.amount_currency })

const schema = createSchema({
  typeDefs: `
    type Query {
      account(id: ID!): Account
      accounts(first: Int, where: AccountWhere, orderBy: [AccountOrder!]): AccountConnection!
    }
    input StringCondition { eq: String }
    input AccountWhere { industry: StringCondition }
    enum Direction { asc desc }
    input AccountOrder { createdAt: Direction }
    type Money { amount: String! currency: String! }
    type AccountConnection { nodes: [Account!]! }
    type Named { id: ID! name: String! }
    type Account {
      id: ID! name: String! status: String! industry: String! city: String phone: String website: String owner: Named team: Named
      ${lists.map((table) => `${listName(table)}(first: Int): ${table}Connection!`).join('\n')}
    }
    ${lists.map((table) => `type ${table}Connection { nodes: [${table}!]! }`).join('\n')}
    type contact { id: ID! firstName: String! lastName: String! email: String jobTitle: String }
    type deal { id: ID! title: String! stage: String! closeDate: String! amount: Money! }
    type address { id: ID! street: String! city: String! }
    type interaction { id: ID! subject: String! on: String! }
    type task { id: ID! subject: String! due: String! }
    type note { id: ID! text: String! }
    type quote { id: ID! number: String! amount: Money! }
    type ticket { id: ID! subject: String! open: Boolean! }`,
  resolvers: {
    Query: {
      account: (_: unknown, { id }: { id: string }, { rows }: Context) => rows('account').load(id),
      accounts: async (
        _: unknown,
        { first, where }: { first: number; where: { industry: { eq: string } } },
        { connection, accountColumns }: Context & { accountColumns: string },
      ) => ({
        nodes: (
          await connection.query({
            name: `accounts_${accountColumns.length}`,
            text: `select ${accountColumns} from crm.account where industry = $1 and deleted_at is null order by created_at desc, id desc limit $2`,
            values: [where.industry.eq, first],
          })
        ).rows,
      }),
    },
    Account: {
      owner: ({ owner_id }: Row, _: unknown, { rows }: Context) => rows('user').load(String(owner_id)),
      team: ({ team_id }: Row, _: unknown, { rows }: Context) => rows('team').load(String(team_id)),
      ...Object.fromEntries(
        lists.map((table) => [
          listName(table),
          async ({ id }: Row, { first = 50 }: { first?: number }, { lists }: Context) => ({
            nodes: (await lists(table).load(String(id))).slice(0, first),
          }),
        ]),
      ),
    },
    deal: { amount: money },
    quote: { amount: money },
  },
})

const inTransaction: Plugin = {
  onExecute({ args, setExecuteFn }) {
    const { request } = args.contextValue as { request: Request }
    const actor = actorOf(people, request.headers)
    setExecuteFn((() =>
      database.transaction(
        [setupStatement(actor)],
        async (connection) =>
          execute({
            ...args,
            contextValue: { ...args.contextValue, ...contextOf(connection, actor.kind) },
          } as never),
        { readOnly: true },
      )) as never)
  },
}

const yoga = createYoga({
  schema,
  plugins: [inTransaction],
  graphiql: false,
  landingPage: false,
  logging: false,
  maskedErrors: false,
})
const app = new Hono()
app.post('/graphql', (c) => yoga.fetch(c.req.raw) as Promise<Response>)
listen(app.fetch as never)
