import { EventEmitter } from 'node:events'
import { isBackground } from '../background.ts'
import type { Session } from './session.ts'
import { SessionClient, type SessionUse } from './session-client.ts'

type Done = (release?: unknown) => void

/**
 * Shaped like a `pg.Pool`; all its clients share the one session of an embedded database. Those taken within `inBackground` are
 * background work, and all of a pool that is.
 */
export class SessionPool extends EventEmitter {
  /** BullMQ asks here whether a broken LISTEN connection would be noticed. */
  readonly options = { max: 1, keepAlive: true }
  readonly #session: Session
  readonly #use: SessionUse
  readonly #clients = new Set<SessionClient>()
  #ended: (() => void) | undefined
  ending = false
  ended = false

  constructor(session: Session, use: SessionUse) {
    super()
    this.#session = session
    this.#use = use
  }

  get totalCount(): number {
    return this.#clients.size
  }

  get idleCount(): number {
    return 0
  }

  get waitingCount(): number {
    return this.#session.waitingCount
  }

  connect(): Promise<SessionClient>
  connect(callback: (error: Error | undefined, client: SessionClient | undefined, done: Done) => void): void
  connect(
    callback?: (error: Error | undefined, client: SessionClient | undefined, done: Done) => void,
  ): Promise<SessionClient> | void {
    if (this.ending) {
      const error = new Error('Cannot use a pool after calling end on the pool')
      if (!callback) return Promise.reject(error)
      return callback(error, undefined, () => undefined)
    }
    const use = { ...this.#use, isBackground: this.#use.isBackground || isBackground() }
    const client = new SessionClient(this.#session, use, () => {
      this.#clients.delete(client)
      this.emit('release', undefined, client)
      this.#endIfEmpty()
    })
    this.#clients.add(client)
    this.emit('connect', client)
    this.emit('acquire', client)
    if (!callback) return Promise.resolve(client)
    process.nextTick(() => callback(undefined, client, () => client.release()))
  }

  query(config: unknown, values?: unknown, callback?: (error: Error | null, result?: unknown) => void): unknown {
    const tell = typeof values === 'function' ? (values as typeof callback) : callback
    const outcome = this.connect().then(async (client) => {
      try {
        return await client.query(config, typeof values === 'function' ? undefined : values)
      } finally {
        client.release()
      }
    })
    if (!tell) return outcome
    outcome.then(
      (result) => tell(null, result),
      (error) => tell(error),
    )
  }

  /** Resolves when the last client was released, as node-postgres' pool does. */
  end(callback?: () => void): Promise<void> {
    this.ending = true
    const over = new Promise<void>((resolve) => {
      this.#ended = resolve
    })
    this.#endIfEmpty()
    if (callback) over.then(callback)
    return over
  }

  #endIfEmpty(): void {
    if (!this.ending || this.#clients.size > 0) return
    this.ended = true
    this.#ended?.()
  }
}
