import { LRUCache } from 'lru-cache'
import { TesseraError } from '../../errors/tessera-error.ts'
import type { Database, StatementResult } from '../database.ts'
import { openPostgres } from '../postgres/open-postgres.ts'
import { targetOf } from '../postgres/target.ts'
import { Fences, positionOf } from './fences.ts'

export interface ReplicaOptions {
  /** Replicas of the database: streaming standbys of the same server. */
  readonly urls: readonly string[]
  /** One that is further behind is not asked; 5,000 ms unless said otherwise. */
  readonly behindMs?: number
  /** How often it is looked how far they are; 200 ms unless said otherwise. */
  readonly everyMs?: number
  /** Told once when one can not be used any more, and when it can again. */
  readonly onChange?: (replica: string, problem: Error | null) => void
}

interface Replica {
  /** Host and port, for messages. */
  readonly name: string
  readonly url: string
  database: Database | null
  /** It has everything committed before this, in ms of the primary's clock; null while that is not known. */
  until: number | null
  problem: Error | null
}

const primaryAt = {
  name: 'tessera_fence',
  // From left to right: what was committed before the time was read is before the place in the log.
  text: 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as at, pg_current_wal_insert_lsn()::text as lsn',
}
const replicaAt = { name: 'tessera_replayed', text: 'select pg_last_wal_replay_lsn()::text as lsn' }

/**
 * Standbys that answer reads. Whoever wrote reads what was written: a read says which moment it must have seen, and goes to a
 * replica that is known to have that, else to the primary.
 */
export class Replicas {
  readonly behindMs: number
  readonly #primary: Database
  readonly #replicas: readonly Replica[]
  readonly #options: ReplicaOptions
  readonly #fences: Fences
  /** When each of those who wrote of late did, by whatever tells them apart. */
  readonly #wrote: LRUCache<string, number>
  /** What the primary's clock is ahead of ours, at the most. */
  #ahead = 0
  #next = 0
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #closed = false

  /** @throws DATABASE_URL_INVALID */
  constructor(primary: Database, options: ReplicaOptions) {
    this.#primary = primary
    this.#options = options
    this.behindMs = options.behindMs ?? 5_000
    this.#fences = new Fences(this.behindMs)
    this.#wrote = new LRUCache({ max: 100_000, ttl: this.behindMs * 2 })
    this.#replicas = options.urls.map((url) => {
      const { target, database } = targetOf(url)
      return { name: `${target}/${database}`, url, database: null, until: null, problem: null }
    })
    this.#again()
  }

  /** Now, or a little later, in ms of the primary's clock. */
  now(): number {
    return performance.now() + this.#ahead
  }

  /** Somebody has written: `who` reads on from now. */
  wrote(who: string): void {
    this.#wrote.set(who, this.now())
  }

  /** When somebody wrote last (ms of the primary's clock), as far as that still counts; else 0. */
  lastWrite(who: string): number {
    return this.#wrote.get(who) ?? 0
  }

  /** One that has everything committed before `since` (ms of the primary's clock) and is not too far behind; null where none is. */
  after(since: number): Database | null {
    const needed = Math.max(since, this.now() - this.behindMs)
    for (let n = 0; n < this.#replicas.length; n++) {
      const replica = this.#replicas[(this.#next + n) % this.#replicas.length]
      if (replica?.database && replica.until !== null && replica.until >= needed) {
        this.#next = (this.#next + n + 1) % this.#replicas.length
        return replica.database
      }
    }
    return null
  }

  /** Looks how far they are, now; else that happens by itself. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#looking
    await Promise.all(this.#replicas.map(({ database }) => database?.close()))
  }

  #again(): void {
    if (this.#closed) return
    this.#timer = setTimeout(() => void this.look().finally(() => this.#again()), this.#options.everyMs ?? 200)
    // Nobody waits for it.
    this.#timer.unref()
  }

  async #look(): Promise<void> {
    const sent = performance.now()
    const [fence] = await this.#primary.pipeline([primaryAt]).catch((): StatementResult[] => [])
    const [row] = (fence?.rows ?? []) as { at: number; lsn: string }[]
    if (row) {
      this.#ahead = row.at - sent
      this.#fences.add(row.at, positionOf(row.lsn))
    }
    await Promise.all(this.#replicas.map((replica) => this.#lookAt(replica)))
  }

  async #lookAt(replica: Replica): Promise<void> {
    try {
      // Opened here, so that one which is away keeps nothing from starting.
      replica.database ??= await openPostgres(replica.url, {
        applicationName: 'tessera reads',
        connectTimeoutMs: 2_000,
      })
      const [result] = await replica.database.pipeline([replicaAt])
      const lsn = (result?.rows[0] as { lsn: string | null } | undefined)?.lsn
      if (typeof lsn !== 'string') throw new Error('it is no standby: it replays nothing')
      replica.until = this.#fences.until(positionOf(lsn))
      this.#tell(replica, null)
    } catch (error) {
      replica.until = null
      this.#tell(replica, error as Error)
    }
  }

  #tell(replica: Replica, problem: Error | null): void {
    if ((replica.problem === null) !== (problem === null)) this.#options.onChange?.(replica.name, problem)
    replica.problem = problem
  }
}

/** The replicas of a server; none where none are named. @throws DATABASE_URL_INVALID, REPLICAS_EMBEDDED */
export function openReplicas(primary: Database, options: ReplicaOptions): Replicas | undefined {
  if (options.urls.length === 0) return undefined
  if (primary.kind === 'pglite') throw new TesseraError('REPLICAS_EMBEDDED')
  return new Replicas(primary, options)
}
