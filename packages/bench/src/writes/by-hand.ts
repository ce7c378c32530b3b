import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { uuidv7 } from 'uuidv7'
import { priorityOf, type TicketInput } from './tickets.ts'

/** Who writes, for the three tables. */
export interface Writer {
  readonly id: string
}

/** What one ticket leaves in each of the three tables, in the order of `columns`. */
interface Written {
  readonly ticket: readonly unknown[]
  readonly audit: readonly unknown[]
  readonly outbox: readonly unknown[]
}

const columns = {
  ticket:
    'id, created_at, created_by, updated_at, updated_by, version, external_keys, title, status, priority, amount_minor, amount_currency, due, email',
  audit: 'id, at, actor_kind, actor_id, request_id, entity, row_id, operation, version, changes',
  outbox: 'id, at, kind, entity, operation, row_id, payload, actor, request_id',
} as const

const tables = { ticket: 'crm.ticket', audit: 'tessera.audit', outbox: 'tessera.outbox' } as const
const names = ['ticket', 'audit', 'outbox'] as const

/** The rows of one ticket as a careful hand would make them: the same columns, the same JSON. */
function rowsOf(input: TicketInput, writer: Writer, at: string): Written {
  const id = uuidv7()
  const event = uuidv7()
  const request = uuidv7()
  const { title, due, email } = input
  const minor = input.amount.minor.toString()
  const { currency } = input.amount
  const priority = priorityOf(title)
  const row = {
    id,
    created_at: at,
    created_by: writer.id,
    updated_at: at,
    updated_by: writer.id,
    version: 1,
    deleted_at: null,
    external_keys: {},
    title,
    status: 'open',
    priority,
    amount_minor: minor,
    amount_currency: currency,
    due,
    email,
  }
  const changes = {
    title: [null, title],
    status: [null, 'open'],
    priority: [null, priority],
    amount: [null, { minor, currency }],
    due: [null, due],
    email: [null, email],
  }
  const payload = { old: null, row, changed: Object.keys(changes) }
  const actor = { kind: 'user', id: writer.id, name: null, reason: null, depth: 0 }
  return {
    ticket: [id, at, writer.id, at, writer.id, 1, '{}', title, 'open', priority, minor, currency, due, email],
    audit: [event, at, 'user', writer.id, request, 'ticket', id, 'create', 1, JSON.stringify(changes)],
    outbox: [event, at, 'event', 'ticket', 'create', id, JSON.stringify(payload), JSON.stringify(actor), request],
  }
}

const inserts = Object.fromEntries(
  names.map((name) => {
    const places = columns[name].split(', ').map((_, index) => `$${index + 1}`)
    return [name, `insert into ${tables[name]} (${columns[name]}) values (${places.join(', ')})`]
  }),
) as Record<(typeof names)[number], string>

/** Three prepared INSERTs between BEGIN and COMMIT, all five sent at once. */
export async function insertByHand(client: pg.ClientBase, input: TicketInput, writer: Writer): Promise<void> {
  const rows = rowsOf(input, writer, new Date().toISOString())
  const answers = [
    client.query({ name: 'begin', text: 'begin' }),
    ...names.map((name) => client.query({ name, text: inserts[name], values: [...rows[name]] })),
    client.query({ name: 'commit', text: 'commit' }),
  ]
  // All are awaited, so that none fails unseen.
  for (const settled of await Promise.allSettled(answers)) if (settled.status === 'rejected') throw settled.reason
}

/** COPY into the three tables, in one transaction. */
export async function copyByHand(client: pg.ClientBase, inputs: readonly TicketInput[], writer: Writer): Promise<void> {
  const at = new Date().toISOString()
  const rows = inputs.map((input) => rowsOf(input, writer, at))
  await client.query('begin')
  for (const name of names) {
    const lines = function* (): Generator<string> {
      for (let start = 0; start < rows.length; start += 500)
        yield rows
          .slice(start, start + 500)
          .map((row) => copyLine(row[name]))
          .join('')
    }
    await pipeline(Readable.from(lines()), client.query(copyFrom(`copy ${tables[name]} (${columns[name]}) from stdin`)))
  }
  await client.query('commit')
}

const copyLine = (values: readonly unknown[]): string =>
  `${values.map((value) => String(value).replace(/[\\\t\n\r]/g, (sign) => escaped[sign] ?? sign)).join('\t')}\n`

const escaped: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** The trigger that wakes the relay leaves the hand's transactions alone, as it does ours: a NOTIFY in them would make them wait for each other. */
const options = '-c tessera.actor_kind=hand'

/** Connections of the hand, as many as the product has. */
export const openHand = (url: string, connections: number): pg.Pool =>
  new pg.Pool({ connectionString: url, max: connections, pipeline: true, options } as pg.PoolConfig)

/** A connection for COPY, which does not go along with pipelining. */
export async function openCopy(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options })
  await client.connect()
  return client
}
