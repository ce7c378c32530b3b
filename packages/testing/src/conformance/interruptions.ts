import type { Connection, Database, MigrationProgress, Statement } from '@tessera/core'

class BrokenOff extends Error {}

/** How far the interruptions of one step have come. */
interface Step {
  /** Messages it takes up to the one that writes it down as done. */
  messages: number
  times: number
}

/**
 * A database whose connection is lost three times in each step of a migration: right before the step is written down as done,
 * in its middle, and after it was written down but before anybody learns of it.
 */
export class Interruptions {
  readonly database: Database
  readonly #spared: ReadonlySet<string>
  readonly #steps = new Map<string, Step>()
  #at: Step | null = null
  #sent = 0

  /** `spared` are plugins whose migrations are not broken off. */
  constructor(database: Database, spared: ReadonlySet<string>) {
    this.#spared = spared
    const over = (connection: Connection): Connection => ({
      ...connection,
      query: <R>(statement: Statement) => this.#send([statement], () => connection.query<R>(statement)),
      pipeline: (statements) => this.#send(statements, () => connection.pipeline(statements)),
    })
    this.database = {
      ...database,
      pipeline: (statements) => this.#send(statements, () => database.pipeline(statements)),
      transaction: (setup, work, options) =>
        database.transaction(setup, (connection) => work(over(connection)), options),
    }
  }

  /** Hand it to the run, so that messages are known by the step they belong to. */
  readonly onProgress = (progress: MigrationProgress): void => {
    if (progress.type === 'waiting' || this.#spared.has(progress.plugin)) return
    const name = `${progress.plugin}/${progress.name}`
    const step = this.#steps.get(name) ?? { messages: 0, times: 0 }
    this.#steps.set(name, step)
    this.#at = progress.type === 'started' ? step : null
    this.#sent = 0
  }

  /** Whether an error, whatever the runner made of it, goes back to an interruption. */
  caused(error: unknown): boolean {
    return error instanceof BrokenOff || (error instanceof Error && this.caused(error.cause))
  }

  async #send<T>(statements: readonly Statement[], send: () => Promise<T>): Promise<T> {
    const step = this.#at
    if (!step) return send()
    this.#sent++
    const isLedger = statements.some(({ text }) => /INSERT INTO tessera\.(migration|repeatable)\b/.test(text))
    if (step.times === 0 && isLedger) {
      step.messages = this.#sent
      this.#breakOff(step)
    }
    if (step.times === 1 && this.#sent >= Math.ceil(step.messages / 2)) this.#breakOff(step)
    const answer = await send()
    if (step.times === 2 && isLedger) this.#breakOff(step)
    return answer
  }

  #breakOff(step: Step): never {
    step.times++
    this.#at = null
    throw new BrokenOff('the connection is lost, as a test wants it')
  }
}
