import { EventEmitter } from 'node:events'
import type { Notification, QueryResult } from 'pg'
import pg from 'pg'
import type { Query, Session, Tenant } from './session.ts'

type CallbackQuery = Query & { callback?: Callback }
type Callback = (error: Error | null, result?: QueryResult) => void

/** What a client says of itself to the session. */
export type SessionUse = Pick<Tenant, 'searchPath' | 'isBackground'>

/**
 * A client of the embedded database's one session, shaped like a `pg.PoolClient`. Parsing, prepared statements and errors are
 * node-postgres' own: its queries run on the session's real client.
 */
export class SessionClient extends EventEmitter implements Tenant {
  readonly searchPath: string
  readonly isBackground: boolean
  readonly #session: Session
  readonly #channels = new Set<string>()
  readonly #onRelease: () => void
  #released = false

  constructor(session: Session, { searchPath, isBackground }: SessionUse, onRelease: () => void) {
    super()
    this.#session = session
    this.searchPath = searchPath
    this.isBackground = isBackground
    this.#onRelease = onRelease
    session.tenants.add(this)
  }

  get processID(): number | null {
    return this.#session.processID
  }

  getTransactionStatus(): 'I' | 'T' | 'E' {
    return this.#session.transactionStatus(this)
  }

  /** As in node-postgres: text or config, values, callback; without a callback it returns a promise. */
  query(config: unknown, values?: unknown, callback?: Callback): unknown {
    const isOwnQuery = config instanceof pg.Query
    const query = (isOwnQuery
      ? config
      : new pg.Query(config as never, values as never, callback as never)) as unknown as CallbackQuery
    let outcome: unknown = query
    if (!isOwnQuery && !query.callback) {
      outcome = new Promise((resolve, reject) => {
        query.callback = (error, result) => (error ? reject(error) : resolve(result))
      }).catch((error) => {
        // As node-postgres does: a stack that leads to the caller instead of to the socket.
        Error.captureStackTrace(error)
        throw error
      })
    }
    if (this.#released) process.nextTick(() => query.handleError(new Error('Client was released'), undefined))
    else if (!this.#answeredHere(query)) this.#session.run(this, query)
    return outcome
  }

  release(): void {
    if (this.#released) throw new Error('Release called on client which has already been released to the pool.')
    this.#released = true
    for (const channel of this.#channels) {
      if (!this.#isHeardByOthers(channel)) this.#unlisten(channel)
    }
    this.#channels.clear()
    this.#session.leave(this)
    this.#onRelease()
  }

  notified(message: Notification): void {
    if (this.#channels.has(message.channel)) this.emit('notification', message)
  }

  lost(error: Error): void {
    if (this.listenerCount('error') > 0) this.emit('error', error)
  }

  escapeIdentifier(text: string): string {
    return pg.escapeIdentifier(text)
  }

  escapeLiteral(text: string): string {
    return pg.escapeLiteral(text)
  }

  /** The session listens for all its clients, so an UNLISTEN goes to it only from the last that listens. */
  #answeredHere(query: CallbackQuery): boolean {
    const command = listenCommand(query.text ?? '')
    if (!command) return false
    if (command.verb === 'listen') {
      this.#channels.add(command.channel)
      return false
    }
    const channels = command.channel === '*' ? [...this.#channels] : [command.channel]
    for (const channel of channels) {
      if (this.#channels.delete(channel) && !this.#isHeardByOthers(channel)) this.#unlisten(channel)
    }
    const result = { command: 'UNLISTEN', rowCount: null, oid: null, rows: [], fields: [] } as unknown as QueryResult
    process.nextTick(() => query.callback?.(null, result))
    return true
  }

  #isHeardByOthers(channel: string): boolean {
    for (const tenant of this.#session.tenants) {
      if (tenant !== this && tenant instanceof SessionClient && tenant.#channels.has(channel)) return true
    }
    return false
  }

  #unlisten(channel: string): void {
    this.#session.runQuietly(`unlisten ${pg.escapeIdentifier(channel)}`)
  }
}

const listenPattern = /^\s*(un)?listen\s+(?:"((?:[^"]|"")+)"|([\w$]+|\*))\s*;?\s*$/i

/** Reads LISTEN and UNLISTEN, also behind comments, as libraries send them. */
export function listenCommand(text: string): { verb: 'listen' | 'unlisten'; channel: string } | undefined {
  if (!/listen/i.test(text)) return undefined
  const match = listenPattern.exec(text.replace(/--[^\n]*/g, '').replace(/\/\*.*?\*\//gs, ''))
  if (!match) return undefined
  const channel = match[2]?.replaceAll('""', '"') ?? (match[3] ?? '').toLowerCase()
  return { verb: match[1] ? 'unlisten' : 'listen', channel }
}
