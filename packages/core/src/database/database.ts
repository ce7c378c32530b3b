import type { Kysely } from 'kysely'
import type { Pool } from 'pg'

/** One SQL statement. `name` makes it a prepared statement of its connection: the same name must always carry the same text. */
export interface Statement {
  readonly text: string
  readonly values?: readonly unknown[] | undefined
  readonly name?: string | undefined
}

/**
 * What a statement gave. Values arrive as `valueTypes` says: int8 as bigint, numeric, date, timestamp and interval as text,
 * timestamptz as Date, json parsed.
 */
export interface StatementResult<R = Record<string, unknown>> {
  readonly rows: R[]
  /** Rows returned or changed; 0 where the command counts none. */
  readonly rowCount: number
  /** The command as the server reports it, e.g. `INSERT`. */
  readonly command: string
}

/** A transaction of its own that is sent behind a COMMIT, in the same round trip. */
export interface ReadBehind {
  /** From its BEGIN to its COMMIT, asked for when the other COMMIT is sent; none where there is nothing to read. */
  statements(): readonly Statement[]
  /** Their results. Not called where nothing was committed, or where one of them failed. */
  got(results: readonly StatementResult[]): void
  /** What one of them failed with, behind a COMMIT that was answered. */
  failed(error: Error): void
}

/** The connection of one transaction. Usable only inside the callback of `Database.transaction`. */
export interface Connection {
  query<R = Record<string, unknown>>(statement: Statement): Promise<StatementResult<R>>
  /** Sends all statements at once and resolves to their results in order. The first error skips the rest and aborts the transaction. */
  pipeline(statements: readonly Statement[]): Promise<StatementResult[]>
  /**
   * As `pipeline`, with the COMMIT in the same round trip: nothing may follow. A statement that fails leaves all undone and rejects;
   * what the COMMIT fails with, such as a deferred constraint, rejects the transaction once its work is done.
   */
  finish(statements: readonly Statement[]): Promise<StatementResult[]>
  /**
   * Sends a statement behind the COMMIT, in the same round trip and as a transaction of its own. Nobody waits for more than the
   * COMMIT: where it fails, or nothing was committed, nobody is told.
   */
  behindCommit(statement: Statement): void
  /** As `behindCommit`, for what is wanted of it. At most one; whoever sends the COMMIT waits for it. */
  readBehindCommit(read: ReadBehind): void
  /** Whether a statement was sent, and with it BEGIN. */
  readonly begun: boolean
  /** Kysely bound to this transaction; costs nothing until it is used. */
  // biome-ignore lint/suspicious/noExplicitAny: the tables are known to plugins only
  readonly kysely: Kysely<any>
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable' | undefined
  readonly readOnly?: boolean | undefined
}

export interface PoolOptions {
  /** The schema unqualified names resolve in; `public` by default. */
  readonly searchPath?: string | undefined
  /** Ignored by the embedded database, which has one session. */
  readonly maxConnections?: number | undefined
  /** Nobody waits for what it is used for: on the embedded database people's statements go ahead of it. */
  readonly background?: boolean | undefined
}

/** A PostgreSQL server or the embedded PGlite, behind one interface. Made by `openDatabase`. */
export interface Database {
  readonly kind: 'postgres' | 'pglite'
  /**
   * A `pg.Pool` with node-postgres' own value parsers, for libraries (Better Auth, BullMQ). On PGlite it is an adapter: a
   * checked-out client takes the one session for a statement or for a transaction, not while it idles or listens, as
   * PgBouncer's transaction mode does; so settings made with plain `SET` and advisory locks of the session are shared.
   * Who waits for the session gets it in the order they ask, those within `inBackground` after the others.
   */
  readonly pool: Pool
  /** Kysely over the pool, with this project's value types. `stream()` is not available: pipelined connections have no cursors. */
  // biome-ignore lint/suspicious/noExplicitAny: the tables are known to plugins only
  readonly kysely: Kysely<any>
  readonly version: { readonly number: number; readonly text: string }
  /**
   * Sends all statements at once on one connection and resolves to their results in order: one round trip, and one
   * transaction even without BEGIN and COMMIT, so `set_config(…, true)` holds for what follows. The first error rejects,
   * skips the rest and undoes all; the connection is clean before that.
   */
  pipeline(statements: readonly Statement[]): Promise<StatementResult[]>
  /**
   * Runs `work` in a transaction. BEGIN and `setup` travel with the first statement, so a transaction that sends none costs
   * nothing. Commits when `work` resolves, rolls back when it rejects.
   */
  transaction<T>(
    setup: readonly Statement[],
    work: (connection: Connection) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /**
   * Calls `handler` with the payload of each NOTIFY on `channel`; resolves once the server listens. After a lost connection
   * was replaced the handler is called with an empty payload, since notifications in between are lost.
   */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>
  /** Another pool on the same database, closed with it. */
  poolFor(options: PoolOptions): Pool
  /** The whole database as a file, to start others from (`image`). Embedded database only. */
  dump(): Promise<Blob>
  /** Waits for what runs, then ends all connections; those still in use after 5 s are cut. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** A PostgreSQL server, as postgres://user:password@host:5432/name. Without it the embedded database is opened. */
  readonly url?: string | undefined
  /** Folder of the embedded database, made if missing; or `memory://` (the default), which ends with the process. */
  readonly dataDir?: string | undefined
  /** What a new embedded database starts from, saved with `dump()`. An existing folder ignores it. */
  readonly image?: Blob | Uint8Array | undefined
  /** Size of the main pool on a server; 10 by default. */
  readonly maxConnections?: number | undefined
  readonly applicationName?: string | undefined
  /** How long to wait for a server to answer, and for a connection to become free; 10 s by default. */
  readonly connectTimeoutMs?: number | undefined
  /** Told what healed by itself but belongs in a log, such as a lost idle connection. */
  readonly onWarning?: ((error: Error) => void) | undefined
}
