import type { Actor } from '../access/actor.ts'
import { roleOf, writerRole } from '../access/database-roles.ts'
import { sendable } from '../database/batch.ts'
import type { Connection, Statement } from '../database/database.ts'
import { control } from '../database/transaction.ts'
import { beginAs } from './actor-setup.ts'
import { maySet, requireQuery } from './raw-statement.ts'

/**
 * Behind the COMMIT and not in the transaction, which `tessera.notify_outbox` leaves to us: a COMMIT with a NOTIFY waits for all others that
 * have one, disk and all. It travels with the COMMIT, so that a process that dies has nearly always sent both; else the relay's next look finds what is there.
 */
const wakeRelay = control('notify tessera_outbox')

export interface Rows<R> {
  readonly rows: R[]
  readonly rowCount: number
}

/**
 * One open transaction. Everybody who works in it says for whom; the statements that make the transaction act for that
 * actor go ahead in the same round trip, and only when the actor, or whether it reads or writes, changes.
 */
export class Unit {
  readonly #connection: Connection
  #current: Actor | null = null
  /** Whether the transaction has the role that writes: only the pipeline's own statements run as it. */
  #writing = false
  #begun = false
  #lent = false
  #savepoints = 0
  #afterCommit: (() => void)[] = []

  /** Of a transaction in which nothing ran yet. */
  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** The connection, for statements of core's own. They run as the actor the transaction was set up for, unless they say otherwise. */
  lend(actor: Actor): Connection {
    this.#current = actor
    this.#begun = true
    this.#lent = true
    return this.#connection
  }

  /** Reads as an actor: policies decide which rows there are. */
  async query<R>(actor: Actor, statement: Statement): Promise<Rows<R>> {
    const ready = sendable(statement)
    const results = await this.#connection.pipeline([...this.#become(actor, false), ready])
    return results.at(-1) as unknown as Rows<R>
  }

  /** As `query`, for SQL that is not ours. What it may have done to the transaction's settings, the next statement sets anew. */
  async queryRaw<R>(actor: Actor, statement: Statement): Promise<Rows<R>> {
    requireQuery(statement.text)
    const rows = this.query<R>(actor, statement)
    if (maySet(statement.text)) this.#current = null
    return rows
  }

  /** Runs one of the pipeline's own statements, which no policy limits but which checks access itself. */
  async write<R>(actor: Actor, statement: Statement): Promise<Rows<R>> {
    const ready = sendable(statement)
    const before = this.#become(actor, true)
    // Who has the connection in hand must not find it with the right to write.
    const after = this.#lent ? this.#become(actor, false) : []
    const results = await this.#connection.pipeline([...before, ready, ...after])
    return results[before.length] as unknown as Rows<R>
  }

  /** As `write`, as the last statement of the transaction: the COMMIT goes along. What that fails with rejects the transaction. */
  async writeLast<R>(actor: Actor, statement: Statement): Promise<Rows<R>> {
    const ready = sendable(statement)
    const results = await this.#connection.finish([...this.#become(actor, true), ready])
    return results.at(-1) as unknown as Rows<R>
  }

  /** What is written goes to the outbox: the relay is woken behind the COMMIT. */
  wakesRelay(): void {
    this.#connection.behindCommit(wakeRelay)
  }

  /** What `work` does can fail and leave the rest of the transaction usable. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `tessera_${++this.#savepoints}`
    await this.#connection.query({ text: `savepoint ${name}` })
    try {
      const result = await work()
      await this.#connection.query({ text: `release savepoint ${name}` })
      return result
    } catch (error) {
      await this.#connection.query({ text: `rollback to savepoint ${name}` })
      // Roles and settings went back to what they were at the savepoint.
      this.#current = null
      throw error
    }
  }

  // Decided when the statements are handed over, so that hooks that query at the same time do not mix up their actors.
  #become(actor: Actor, writing: boolean): Statement[] {
    const role = writing ? writerRole : roleOf(actor.kind)
    // Every system actor is the same to the database; its name is for the journal.
    const same = this.#current === actor || (this.#current?.kind === 'system' && actor.kind === 'system')
    const statements = same
      ? this.#writing === writing
        ? []
        : [control(`set local role ${role}`)]
      : this.#begun
        ? [control('set local role to default'), beginAs(actor, role)]
        : [beginAs(actor, role)]
    this.#current = actor
    this.#writing = writing
    this.#begun = true
    return statements
  }

  afterCommit(run: () => void): void {
    this.#afterCommit.push(run)
  }

  committed(): void {
    for (const run of this.#afterCommit) run()
  }
}
