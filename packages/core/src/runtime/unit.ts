import type { Actor } from '../access/actor.ts'
import { roleOf } from '../access/database-roles.ts'
import { sendable } from '../database/batch.ts'
import type { Connection, Statement } from '../database/database.ts'
import { actorSetup } from './actor-setup.ts'
import { requireQuery } from './raw-statement.ts'

export interface Rows<R> {
  readonly rows: R[]
  readonly rowCount: number
}

/** The role that writes: only the pipeline's own statements run as it. */
const writer: Statement = { text: 'set local role tessera_writer' }

/**
 * One open transaction. Everybody who works in it says for whom; the statements that make the transaction act for that
 * actor go ahead in the same round trip, and only when the actor changes.
 */
export class Unit {
  readonly connection: Connection
  #current: Actor | null
  #savepoints = 0
  #afterCommit: (() => void)[] = []

  /** `actor` is whom the transaction was set up for when it began. */
  constructor(connection: Connection, actor: Actor) {
    this.connection = connection
    this.#current = actor
  }

  /** Reads as an actor: policies decide which rows there are. */
  async query<R>(actor: Actor, statement: Statement): Promise<Rows<R>> {
    const ready = sendable(statement)
    const results = await this.connection.pipeline([...this.#become(actor), ready])
    return results.at(-1) as unknown as Rows<R>
  }

  /** As `query`, for SQL that is not ours. Whatever it did to the transaction's settings, the next statement sets them anew. */
  async queryRaw<R>(actor: Actor, statement: Statement): Promise<Rows<R>> {
    requireQuery(statement.text)
    const rows = this.query<R>(actor, statement)
    this.#current = null
    return rows
  }

  /** Runs one of the pipeline's own statements, which no policy limits but which checks access itself. */
  async write<R>(actor: Actor, statement: Statement): Promise<Rows<R>> {
    const ready = sendable(statement)
    const back: Statement = { text: `set local role ${roleOf(actor.kind)}` }
    const results = await this.connection.pipeline([...this.#become(actor), writer, ready, back])
    return results.at(-2) as unknown as Rows<R>
  }

  /** What `work` does can fail and leave the rest of the transaction usable. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `tessera_${++this.#savepoints}`
    await this.connection.query({ text: `savepoint ${name}` })
    try {
      const result = await work()
      await this.connection.query({ text: `release savepoint ${name}` })
      return result
    } catch (error) {
      await this.connection.query({ text: `rollback to savepoint ${name}` })
      // Roles and settings went back to what they were at the savepoint.
      this.#current = null
      throw error
    }
  }

  // Decided when the statements are handed over, so that hooks that query at the same time do not mix up their actors.
  #become(actor: Actor): Statement[] {
    // Every system actor is the same to the database; its name is for the journal.
    if (this.#current === actor || (this.#current?.kind === 'system' && actor.kind === 'system')) return []
    this.#current = actor
    return actorSetup(actor)
  }

  afterCommit(run: () => void): void {
    this.#afterCommit.push(run)
  }

  committed(): void {
    for (const run of this.#afterCommit) run()
  }
}
