import type { Notification } from 'pg'
import pg from 'pg'
import { TesseraError } from '../../errors/tessera-error.ts'
import { sessionSettings } from '../value-types.ts'
import type { Engine } from './engine.ts'

/** A query as node-postgres runs it; its result goes to its own callback. */
export interface Query {
  readonly text?: string
  /** Writes it to the server; returns an error if it could not be written. */
  submit(connection: unknown): Error | null
  handleError(error: Error, connection: unknown): void
}

/** Who uses the session: a client handed out by the adapter's pool. */
export interface Tenant {
  readonly searchPath: string
  /** A NOTIFY arrived; each tenant knows what it listens to. */
  notified(message: Notification): void
  /** The session broke. */
  lost(error: Error): void
}

/**
 * The one session of an embedded database, shared by many tenants in the order they ask. A tenant has it for as long as its
 * statements run or its transaction is open, so a tenant that idles or listens holds nobody up.
 */
export class Session {
  readonly tenants = new Set<Tenant>()
  /** For statements of the session's own. */
  readonly #self: Tenant = { searchPath: 'public', notified: () => undefined, lost: () => undefined }
  readonly #open: (onCrash: (error: Error) => void) => Promise<Engine>
  /** After how long an idle transaction makes those who wait for it fail: most likely it waits for one of them. */
  readonly #idleLimitMs: number
  readonly #waiting = new Map<Tenant, Query[]>()
  #engine: Engine | undefined
  #client: pg.Client | undefined
  #owner: Tenant | undefined
  /** Statements sent and not yet answered. */
  #running = 0
  #searchPath = ''
  #lastText = ''
  #idleTimer: NodeJS.Timeout | undefined
  #starting: Promise<void> | undefined
  #drained: (() => void) | undefined
  #closed: Error | undefined

  /** `open` starts PostgreSQL, again if it crashed. */
  constructor(open: (onCrash: (error: Error) => void) => Promise<Engine>, idleLimitMs = 10_000) {
    this.#open = open
    this.#idleLimitMs = idleLimitMs
    this.tenants.add(this.#self)
  }

  get waitingCount(): number {
    return this.#waiting.size
  }

  get isIdle(): boolean {
    return !this.#owner && this.#waiting.size === 0
  }

  get processID(): number | null {
    return (this.#client as { processID?: number } | undefined)?.processID ?? null
  }

  transactionStatus(tenant: Tenant): 'I' | 'T' | 'E' {
    return this.#owner === tenant ? this.#status() : 'I'
  }

  start(): Promise<void> {
    this.#starting ??= this.#start()
    return this.#starting
  }

  /** Runs a query for a tenant, at once if the session is free or already this tenant's. */
  run(tenant: Tenant, query: Query): void {
    if (this.#owner === tenant) {
      this.#send(query)
      this.#settle()
      return
    }
    const line = this.#waiting.get(tenant)
    if (line) line.push(query)
    else this.#waiting.set(tenant, [query])
    this.#next()
    this.#watch()
  }

  /** The tenant is done: what it left open is rolled back, what it still waits for is refused. */
  leave(tenant: Tenant): void {
    this.tenants.delete(tenant)
    this.#refuse(tenant, new Error('Client was released'))
    if (this.#owner === tenant) this.#settle()
  }

  /** Runs a statement of the session's own, whose outcome nobody waits for. */
  runQuietly(text: string): void {
    this.run(this.#self, silent(text))
  }

  /** Saves the whole database as a tar archive, between the statements of others. */
  async dump(): Promise<Blob> {
    await this.start()
    if (!this.#engine) throw this.#closed ?? new Error('Connection terminated')
    const image = await this.#engine.dump()
    return new Blob([image as Uint8Array<ArrayBuffer>], { type: 'application/x-tar' })
  }

  /** Lets what runs and what waits come to its end, for at most `limitMs`; then ends PostgreSQL. */
  async close(limitMs = 5_000): Promise<void> {
    await this.start().catch(() => undefined)
    if (!this.isIdle) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#drained = resolve
        timer = setTimeout(resolve, limitMs)
      })
      clearTimeout(timer)
    }
    this.#closed = new TesseraError('DATABASE_CLOSED')
    clearTimeout(this.#idleTimer)
    this.#refuseAll(this.#closed)
    this.#client = undefined
    await this.#engine?.close()
  }

  async #start(): Promise<void> {
    const engine = await this.#open((error) => this.#crashed(error))
    const client = new pg.Client({
      stream: () => engine.socket,
      pipeline: true,
      user: 'postgres',
      password: '',
    } as never)
    client.on('error', () => undefined)
    client.on('notification', (message) => {
      for (const tenant of this.tenants) tenant.notified(message)
    })
    await client.connect()
    await client.query(`${sessionSettings}; set search_path = public`)
    this.#searchPath = 'public'
    this.#engine = engine
    this.#client = client
    // Every query, simple or extended, is answered by exactly one ReadyForQuery; the client's own listener ran before.
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter }
    // After such an error (a full disk, for one) a server's process ends; the thread would hang.
    connection.on('errorMessage', ({ severity }: { severity?: string }) => {
      if (severity === 'FATAL' || severity === 'PANIC') engine.kill()
    })
    connection.on('readyForQuery', () => {
      this.#running--
      this.#settle()
    })
  }

  #crashed(error: Error): void {
    this.#engine = undefined
    this.#client = undefined
    this.#owner = undefined
    this.#running = 0
    this.#starting = undefined
    clearTimeout(this.#idleTimer)
    for (const tenant of this.tenants) tenant.lost(error)
    this.#next()
  }

  #next(): void {
    if (this.#closed) this.#refuseAll(this.#closed)
    if (this.#owner) return
    const [first] = this.#waiting
    if (!first) return
    if (!this.#client) {
      this.#startThenNext()
      return
    }
    const [tenant, queries] = first
    this.#waiting.delete(tenant)
    this.#owner = tenant
    if (tenant.searchPath !== this.#searchPath) {
      this.#searchPath = tenant.searchPath
      this.#send(silent(`set search_path = ${pg.escapeIdentifier(tenant.searchPath)}`))
    }
    for (const query of queries) this.#send(query)
    this.#settle()
  }

  /** Passes the session on once its owner has nothing running and no transaction open. */
  #settle(): void {
    if (this.#running > 0 || !this.#owner) return
    if (this.#status() === 'I') {
      this.#owner = undefined
      this.#next()
    } else if (!this.tenants.has(this.#owner)) this.#send(silent('rollback'))
    this.#watch()
    if (this.isIdle) this.#drained?.()
  }

  #startThenNext(): void {
    this.start().then(
      () => this.#next(),
      (error) => {
        this.#starting = undefined
        this.#refuseAll(error)
      },
    )
  }

  #send(query: Query): void {
    if (!this.#client) {
      query.handleError(this.#closed ?? new Error('Connection terminated'), undefined)
      return
    }
    clearTimeout(this.#idleTimer)
    this.#lastText = query.text || this.#lastText
    const submit = query.submit.bind(query)
    query.submit = (connection) => {
      const error = submit(connection)
      if (!error) this.#running++
      return error
    }
    this.#client.query(query as never)
  }

  #status(): 'I' | 'T' | 'E' {
    return this.#client?.getTransactionStatus() ?? 'I'
  }

  /** Watches for a transaction that idles while others wait, which is how a deadlock on one session looks. */
  #watch(): void {
    clearTimeout(this.#idleTimer)
    if (!this.#owner || this.#running > 0 || this.#waiting.size === 0) return
    this.#idleTimer = setTimeout(() => {
      const seconds = this.#idleLimitMs / 1000
      const error = new TesseraError('DATABASE_SESSION_HELD', { seconds, statement: this.#lastText })
      this.#refuseAll(error)
    }, this.#idleLimitMs)
  }

  #refuseAll(error: Error): void {
    for (const tenant of [...this.#waiting.keys()]) this.#refuse(tenant, error)
  }

  #refuse(tenant: Tenant, error: Error): void {
    const queries = this.#waiting.get(tenant) ?? []
    this.#waiting.delete(tenant)
    for (const query of queries) process.nextTick(() => query.handleError(error, undefined))
  }
}

/** A statement of the session's own, whose outcome shows in what follows. */
const silent = (text: string): Query => new pg.Query(text, () => undefined) as unknown as Query
