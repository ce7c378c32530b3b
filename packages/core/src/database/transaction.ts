import type { Kysely } from 'kysely'
import type { PoolClient } from 'pg'
import { TesseraError } from '../errors/tessera-error.ts'
import { sendBatch, sendBatchAsFar } from './batch.ts'
import type { Connection, ReadBehind, Statement, StatementResult, TransactionOptions } from './database.ts'
import { explainFailure } from './failures.ts'
import type { KyselyFactory } from './kysely.ts'

/** Takes a connection from the pool; the caller releases it. */
export type Checkout = () => Promise<PoolClient>

/** Sends statements as one batch on a pooled connection, which goes back clean whatever happens. */
export async function runPipeline(checkout: Checkout, statements: readonly Statement[]): Promise<StatementResult[]> {
  if (statements.length === 0) return []
  return withClient(checkout, async (client) => {
    const results = await sendBatch(client, statements)
    if (client.getTransactionStatus() !== 'I') {
      throw new TesseraError('DATABASE_TRANSACTION_ABORTED', { reason: 'its last statement did not end it' })
    }
    return results
  })
}

/** Runs `work` in a transaction on a pooled connection. */
export async function runTransaction<T>(
  checkout: Checkout,
  kyselyFor: KyselyFactory,
  setup: readonly Statement[],
  work: (connection: Connection) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return withClient(checkout, async (client) => {
    const transaction = new Transaction(client, [control(begin(options)), ...setup], kyselyFor)
    try {
      const result = await work(transaction)
      await transaction.commit()
      return result
    } finally {
      await transaction.end()
    }
  })
}

/** What came of a COMMIT: its error, or the command the server says it was. */
interface Committed {
  readonly error: Error | null
  readonly command: string
}

class Transaction implements Connection {
  readonly #client: PoolClient
  readonly #opening: readonly Statement[]
  readonly #kyselyFor: KyselyFactory
  /** Settles with the first batch. Later statements wait for it: behind a failed BEGIN they would run unprotected. */
  #opened: Promise<unknown> | undefined
  #ended = false
  /** What came of a COMMIT that was sent. */
  #committed: Committed | undefined
  /** By text. */
  readonly #behind = new Map<string, Statement>()
  #read: ReadBehind | undefined
  // biome-ignore lint/suspicious/noExplicitAny: the tables are known to plugins only
  #kysely: Kysely<any> | undefined

  constructor(client: PoolClient, opening: readonly Statement[], kyselyFor: KyselyFactory) {
    this.#client = client
    this.#opening = opening
    this.#kyselyFor = kyselyFor
  }

  async query<R>(statement: Statement): Promise<StatementResult<R>> {
    const [result] = await this.pipeline([statement])
    return result as StatementResult<R>
  }

  async pipeline(statements: readonly Statement[]): Promise<StatementResult[]> {
    if (this.#ended) throw new TesseraError('DATABASE_TRANSACTION_OVER', { statement: statements[0]?.text ?? '' })
    if (statements.length === 0) return []
    try {
      if (!this.#opened) {
        const sent = sendBatch(this.#client, [...this.#opening, ...statements])
        this.#opened = sent
        return (await sent).slice(this.#opening.length)
      }
      await this.#opened
      return await sendBatch(this.#client, statements)
    } catch (error) {
      throw explainFailure(error)
    }
  }

  async finish(statements: readonly Statement[]): Promise<StatementResult[]> {
    if (this.#ended) throw new TesseraError('DATABASE_TRANSACTION_OVER', { statement: statements[0]?.text ?? '' })
    this.#ended = true
    const opening = this.#opened ? [] : this.#opening
    try {
      await this.#opened
      const before = [...opening, ...statements]
      const sent = this.#sendCommit(before)
      this.#opened ??= sent
      const { results, committed } = await sent
      // With fewer results a statement failed, and the COMMIT was skipped.
      if (results.length < before.length) throw committed.error ?? new Error('Connection terminated')
      this.#committed = committed
      return results.slice(opening.length)
    } catch (error) {
      throw explainFailure(error)
    }
  }

  behindCommit(statement: Statement): void {
    this.#behind.set(statement.text, statement)
  }

  readBehindCommit(read: ReadBehind): void {
    this.#read = read
  }

  // biome-ignore lint/suspicious/noExplicitAny: the tables are known to plugins only
  get kysely(): Kysely<any> {
    this.#kysely ??= this.#kyselyFor(this)
    return this.#kysely
  }

  get begun(): boolean {
    return this.#opened !== undefined
  }

  async commit(): Promise<void> {
    this.#ended = true
    if (!this.#opened) return
    const opened = await this.#opened.then(
      () => true,
      () => false,
    )
    const { error, command } = this.#committed ?? (await this.#sendCommit([])).committed
    if (error) throw error
    // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK and no error.
    if (!opened || command !== 'COMMIT') {
      throw new TesseraError('DATABASE_TRANSACTION_ABORTED', { reason: 'one of its statements had failed' })
    }
  }

  /** Sends statements, the COMMIT, and what goes behind it: first what is read. Gives what came of the statements, as far as they went well, and of the COMMIT. */
  async #sendCommit(
    statements: readonly Statement[],
  ): Promise<{ readonly results: StatementResult[]; readonly committed: Committed }> {
    const before = [...statements, control('commit')]
    const reading = this.#read?.statements() ?? []
    const behind = [...this.#behind.values()]
    const { results, error } = await sendBatchAsFar(this.#client, [...before, ...reading, ...behind])
    const end = results[statements.length]
    // Behind a COMMIT that was answered nothing that fails is of concern to the transaction any more.
    const committed = { error: end ? null : error, command: end?.command ?? '' }
    if (reading.length > 0 && committed.command === 'COMMIT') {
      const read = results.slice(before.length, before.length + reading.length)
      if (read.length === reading.length) this.#read?.got(read)
      else {
        this.#read?.failed(error ?? new Error('Connection terminated'))
        // What stands behind a read that failed was skipped.
        await sendBatchAsFar(this.#client, [control('rollback'), ...behind])
      }
    }
    return { results: results.slice(0, statements.length), committed }
  }

  /** Lets the first batch arrive, so that the client's transaction status is known when it goes back to the pool. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#opened?.catch(() => undefined)
  }
}

/** Transaction control is sent so often that preparing it is worth a seventh of a pipelined transaction's time. */
export const control = (text: string): Statement => ({ name: `tessera_${text}`, text })

function begin({ isolation, readOnly }: TransactionOptions): string {
  return `begin${isolation ? ` isolation level ${isolation}` : ''}${readOnly ? ' read only' : ''}`
}

async function withClient<T>(checkout: Checkout, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await checkout()
  try {
    return await work(client)
  } catch (error) {
    throw explainFailure(error)
  } finally {
    client.release(!(await rolledBack(client)))
  }
}

/** Leaves the client outside any transaction; false if it is beyond repair. */
async function rolledBack(client: PoolClient): Promise<boolean> {
  if (client.getTransactionStatus() === 'I') return true
  try {
    await sendBatch(client, [control('rollback')])
    return true
  } catch {
    return false
  }
}
