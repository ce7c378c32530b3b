import type { PoolClient } from 'pg'
import pg from 'pg'
import type { Statement, StatementResult } from './database.ts'
import { valueTypes } from './value-types.ts'

/** The part of node-postgres' connection that a query writes to. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void }
  readonly parsedStatements: Record<string, string | undefined>
  readonly submittedNamedStatements: Record<string, string | undefined>
  parse(message: { text: string; name: string }): void
  bind(message: { portal: string; statement: string; values: unknown[] }): void
  describe(message: { type: 'P'; name: string }): void
  execute(message: { portal: string; rows: number }): void
  close(message: { type: 'S'; name: string }): void
  sync(): void
  on(event: 'readyForQuery' | 'end', listener: () => void): void
  removeListener(event: 'readyForQuery' | 'end', listener: () => void): void
}

/** What node-postgres makes of a statement's columns, to read its rows by. */
interface Shape {
  fields: unknown[]
  _parsers: unknown
  _prebuiltEmptyResultObject: unknown
}

interface ResultBuilder extends Omit<pg.Result, 'fields'>, Shape {
  addFields(fields: unknown): void
  addRow(row: unknown): void
  addCommandComplete(message: unknown): void
  parseRow(values: unknown): unknown
}

type Settle = (error: Error | null, results: StatementResult[]) => void

// A pipelined client accepts only subclasses of its own Query, since others might keep a portal open.
const Query = pg.Query as unknown as new (config: { text: string }) => { callback: unknown }
const Result = pg.Result as unknown as new (rowMode: null, types: pg.CustomTypesConfig) => ResultBuilder
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils

/** How many prepared statements a connection keeps: each holds some 100 kB of plans at the server. */
const mostPrepared = 100

/** The names a connection has prepared, the longest unused first. */
const recency = new WeakMap<Wire, Set<string>>()

/**
 * The columns of what a connection has prepared, so that the server need not tell them each time. Should they change, it refuses
 * to run the statement (0A000), which is then prepared anew.
 */
const shapes = new WeakMap<Wire, Map<string, Shape>>()

/** SQLSTATEs after which a prepared statement has to be prepared anew: its result's shape changed, or it is gone. */
const stalePlan = new Set(['0A000', '26000'])

/**
 * Several statements as one message to the server, closed by a single Sync. PostgreSQL runs them as one implicit
 * transaction and skips everything after an error, including a COMMIT. node-postgres' own pipelining sends a Sync after each
 * statement: were BEGIN to fail there, the statements behind it would run unprotected by what BEGIN and SET LOCAL promise.
 */
class Batch extends Query {
  readonly #statements: readonly Statement[]
  readonly #settle: Settle
  readonly #results: StatementResult[] = []
  readonly #fresh = new Map<string, string>()
  /** By the statement's place: its columns, where the server was not asked for them. */
  readonly #known: (Shape | undefined)[] = []
  #shapes: Map<string, Shape> | undefined
  #at = 0
  #current = new Result(null, valueTypes)
  #failure: Error | undefined

  constructor(statements: readonly Statement[], settle: Settle) {
    // The text names it in messages only; what is sent are the statements.
    super({ text: statements.at(-1)?.text ?? '' })
    this.#statements = statements
    this.#settle = settle
    this.callback = settle
  }

  submit(connection: Wire): Error | null {
    const bound: unknown[][] = []
    for (const { text, name, values = [] } of this.#statements) {
      const known = name && (this.#fresh.get(name) ?? knownText(connection, name))
      if (known && known !== text) return new Error(`The prepared statement ${name} stands for a different text.`)
      if (name && !known) this.#fresh.set(name, text)
      try {
        bound.push(values.map((value) => prepareValue(value)))
      } catch (error) {
        return error as Error
      }
    }
    connection.stream.cork()
    this.#forgetOldest(connection)
    this.#shapes = shapes.get(connection) ?? new Map()
    shapes.set(connection, this.#shapes)
    const sent = new Set<string>()
    for (const [index, { text, name = '' }] of this.#statements.entries()) {
      if (!name || (this.#fresh.has(name) && !sent.has(name))) {
        // Closing first makes preparing safe when an earlier attempt failed halfway; an unknown name is no error.
        if (name) connection.close({ type: 'S', name })
        connection.parse({ text, name })
        sent.add(name)
      }
      connection.bind({ portal: '', statement: name, values: bound[index] ?? [] })
      const shape = this.#fresh.has(name) ? undefined : this.#shapes.get(name)
      this.#known.push(shape)
      if (!shape) connection.describe({ type: 'P', name: '' })
      connection.execute({ portal: '', rows: 0 })
    }
    this.#begin()
    connection.sync()
    connection.stream.uncork()
    for (const [name, text] of this.#fresh) connection.submittedNamedStatements[name] = text
    return null
  }

  handleRowDescription(message: { fields: unknown }): void {
    this.#current.addFields(message.fields)
  }

  handleDataRow(message: { fields: unknown }): void {
    if (this.#failure) return
    try {
      this.#current.addRow(this.#current.parseRow(message.fields))
    } catch (error) {
      this.#failure = error as Error
    }
  }

  handleCommandComplete(message: unknown): void {
    this.#current.addCommandComplete(message)
    this.#next()
  }

  handleEmptyQuery(): void {
    this.#next()
  }

  handleReadyForQuery(connection: Wire): void {
    this.#settled(connection, true)
    this.#settle(this.#failure ?? null, this.#results)
  }

  handleError(error: Error & { code?: string }, connection: Wire): void {
    this.#settled(connection, false)
    if (stalePlan.has(error.code ?? '')) {
      for (const { name } of this.#statements) {
        if (!name) continue
        delete connection.parsedStatements[name]
        this.#shapes?.delete(name)
      }
    }
    if (!(error instanceof pg.DatabaseError)) {
      this.#settle(error, this.#results)
      return
    }
    // The client learns its transaction status only from the ReadyForQuery that follows (a fatal error ends the connection).
    const clean = (): void => {
      connection.removeListener('readyForQuery', clean)
      connection.removeListener('end', clean)
      this.#settle(error, this.#results)
    }
    connection.on('readyForQuery', clean)
    connection.on('end', clean)
  }

  /** Makes room for this batch's names. */
  #forgetOldest(connection: Wire): void {
    const names = recency.get(connection) ?? new Set<string>()
    recency.set(connection, names)
    for (const { name } of this.#statements)
      if (name) {
        names.delete(name)
        names.add(name)
      }
    const own = new Set(this.#statements.map(({ name }) => name))
    for (const name of names) {
      if (names.size <= mostPrepared || own.has(name)) return
      names.delete(name)
      shapes.get(connection)?.delete(name)
      connection.close({ type: 'S', name })
      delete connection.parsedStatements[name]
      delete connection.submittedNamedStatements[name]
    }
  }

  #next(): void {
    const { rows, rowCount, command } = this.#current
    // Behind rows that could not be read nothing counts as arrived.
    if (!this.#failure)
      this.#results.push({ rows: rows as StatementResult['rows'], rowCount: rowCount ?? 0, command: command ?? '' })
    const name = this.#statements[this.#at]?.name
    if (name && !this.#known[this.#at]) this.#shapes?.set(name, shapeOf(this.#current))
    this.#at++
    this.#begin()
  }

  /** Makes ready for what the next statement gives. */
  #begin(): void {
    this.#current = new Result(null, valueTypes)
    const shape = this.#known[this.#at]
    if (shape) Object.assign(this.#current, shape)
  }

  #settled(connection: Wire, prepared: boolean): void {
    for (const [name, text] of this.#fresh) {
      delete connection.submittedNamedStatements[name]
      if (prepared) connection.parsedStatements[name] = text
    }
  }
}

const shapeOf = ({ fields, _parsers, _prebuiltEmptyResultObject }: Shape): Shape => ({
  fields,
  _parsers,
  _prebuiltEmptyResultObject,
})

const knownText = (connection: Wire, name: string): string | undefined =>
  connection.parsedStatements[name] ?? connection.submittedNamedStatements[name]

/**
 * The statement with its values as they are sent. @throws where one can not be, such as an object that holds itself: to be
 * asked before anything counts as sent
 */
export const sendable = (statement: Statement): Statement =>
  statement.values ? { ...statement, values: statement.values.map((value) => prepareValue(value)) } : statement

/** Sends statements as one batch on a client; rejects with the server's error once the client is ready for the next. */
export function sendBatch(client: PoolClient, statements: readonly Statement[]): Promise<StatementResult[]> {
  return new Promise((resolve, reject) => {
    client.query(new Batch(statements, (error, results) => (error ? reject(error) : resolve(results))) as never)
  })
}

/** How far a batch came: the results of the statements before the one that failed, and its error. */
export interface BatchOutcome {
  readonly results: readonly StatementResult[]
  readonly error: Error | null
}

/** As `sendBatch`, for whom what went well matters where something failed. */
export function sendBatchAsFar(client: PoolClient, statements: readonly Statement[]): Promise<BatchOutcome> {
  return new Promise((resolve) => {
    client.query(new Batch(statements, (error, results) => resolve({ results, error })) as never)
  })
}
