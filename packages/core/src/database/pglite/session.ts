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
  /** Whether it waits behind those for whom somebody waits. */
  readonly isBackground: boolean
  /** A NOTIFY arrived; each tenant knows what it listens to. */
  notified(message: Notification): void
  /** The session broke. */
  lost(error: Error): void
}

export interface SessionLimits {
  /** After how long an idle transaction makes those who wait for it fail: most likely it waits for one of them. */
  readonly idleMs?: number
  /** Background work that waits behind people gets a turn this often all the same: its locks run out, and people want its effects. */
  readonly backgroundMs?: number
}

/**
 * The one session of an embedded database, shared by many tenants in the order they ask, people before background work. A tenant
 * has it for as long as its statements run or its transaction is open, so a tenant that idles or listens holds nobody up.
 */
export class Session {
  readonly tenants = new Set<Tenant>()
  /** For statements of the session's own. */
  readonly #self: Tenant = {
    searchPath: 'public',
    isBackground: false,
    notified: () => undefined,
    lost: () => undefined,
  }
  readonly #open: (onCrash: (error: Error) => void) => Promise<Engine>
  readonly #limits: Required<SessionLimits>
  readonly #waiting = new Map<Tenant, Query[]>()
  readonly #background = new Map<Tenant, Query[]>()
  /** Since when background work waits, or when it had its last turn. */
  #backgroundSince = 0
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
  constructor(open: (onCrash: (error: Error) => void) => Promise<Engine>, limits: SessionLimits = {}) {
    this.#open = open
    this.#limits = { idleMs: 10_000, backgroundMs: 100, ...limits }
    this.tenants.add(this.#self)
  }

  get waitingCount(): number {
    return this.#waiting.size + this.#background.size
  }

  get isIdle(): boolean {
    return !this.#owner && this.waitingCount === 0
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
    const line = this.#lineOf(tenant)
    if (tenant.isBackground && line.size === 0) this.#backgroundSince = performance.now()
    const queries = line.get(tenant)
    if (queries) queries.push(query)
    else line.set(tenant, [query])
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
    const first = this.#first()
    if (!first) return
    if (!this.#client) {
      this.#startThenNext()
      return
    }
    const [tenant, queries] = first
    this.#lineOf(tenant).delete(tenant)
    this.#owner = tenant
    if (tenant.searchPath !== this.#searchPath) {
      this.#searchPath = tenant.searchPath
      this.#send(silent(`set search_path = ${pg.escapeIdentifier(tenant.searchPath)}`))
    }
    for (const query of queries) this.#send(query)
    this.#settle()
  }

  #lineOf(tenant: Tenant): Map<Tenant, Query[]> {
    return tenant.isBackground ? this.#background : this.#waiting
  }

  /** Whose turn it is. */
  #first(): [Tenant, Query[]] | undefined {
    const [person] = this.#waiting
    const [background] = this.#background
    if (!person || !background) return person ?? background
    return performance.now() - this.#backgroundSince < this.#limits.backgroundMs ? person : background
  }

  /** Passes the session on once its owner has nothing running and no transaction open. */
  #settle(): void {
    if (this.#running > 0 || !this.#owner) return
    if (this.#status() === 'I') {
      if (this.#owner.isBackground) this.#backgroundSince = performance.now()
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
    if (!this.#owner || this.#running > 0 || this.waitingCount === 0) return
    this.#idleTimer = setTimeout(() => {
      const seconds = this.#limits.idleMs / 1000
      const error = new TesseraError('DATABASE_SESSION_HELD', { seconds, statement: this.#lastText })
      this.#refuseAll(error)
    }, this.#limits.idleMs)
  }

  #refuseAll(error: Error): void {
    for (const tenant of [...this.#waiting.keys(), ...this.#background.keys()]) this.#refuse(tenant, error)
  }

  #refuse(tenant: Tenant, error: Error): void {
    const line = this.#lineOf(tenant)
    const queries = line.get(tenant) ?? []
    line.delete(tenant)
    for (const query of queries) process.nextTick(() => query.handleError(error, undefined))
  }
}

/** A statement of the session's own, whose outcome shows in what follows. */
const silent = (text: string): Query => new pg.Query(text, () => undefined) as unknown as Query
