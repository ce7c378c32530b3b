import pg from 'pg'
import type { Actor } from '../access/actor.ts'
import { isBackground } from '../database/background.ts'
import type { Database, Statement, StatementResult } from '../database/database.ts'
import type { Replicas } from '../database/replicas/replicas.ts'
import { control } from '../database/transaction.ts'
import { actorSetup, beginAs } from './actor-setup.ts'
import type { Rows } from './unit.ts'

/** How many statements share a transaction at the most: more would keep one connection busy while others stand idle. */
const mostTogether = 32

export interface Read {
  readonly actor: Actor
  /** Only reads of one request travel together: nobody waits for what another request asks. */
  readonly requestId: string
  readonly statement: Statement
  /** It is stopped after so many ms. */
  readonly readMs?: number | undefined
  /** It may change the transaction's settings, which are set anew behind it. */
  readonly sets?: boolean
  /** A replica may answer that has everything committed before this (ms of the primary's clock). Only the primary without it. */
  readonly since?: number | undefined
}

/** What begins a transaction that only reads. */
export const beginRead = ({ actor, readMs }: Pick<Read, 'actor' | 'readMs'>): Statement[] => [
  control('begin read only'),
  ...(readMs ? [control(`set local statement_timeout = ${Math.ceil(readMs)}`)] : []),
  beginAs(actor),
]

interface Waiting extends Read {
  /** Those who ask for the very same. */
  readonly askers: {
    readonly settle: (rows: Rows<unknown>) => void
    readonly fail: (error: unknown) => void
  }[]
}

/**
 * Reads that a request asks for at the same moment travel together: one transaction, one round trip, in which each actor's come one
 * behind the other. A page of a portal asks for some fifty things at once, some of them as the system; what begins and ends a
 * transaction, and to hand it over, would cost more than most of them. What several of its parts ask in the same words is read once.
 */
export class SharedReads {
  readonly #database: Database
  readonly #replicas: Replicas | undefined
  readonly #waiting: Waiting[] = []
  readonly #waitingBehind: Waiting[] = []

  constructor(database: Database, replicas?: Replicas) {
    this.#database = database
    this.#replicas = replicas
  }

  /** One read in a transaction that only reads. */
  read(read: Read): Promise<Rows<unknown>> {
    return new Promise((settle, fail) => {
      // What else the present turn of the event loop asks for comes along; it is sent as what the first asks for, person or background.
      const waiting = isBackground() ? this.#waitingBehind : this.#waiting
      if (waiting.length === 0) setImmediate(() => this.#send(waiting.splice(0)))
      waiting.push({ ...read, askers: [{ settle, fail }] })
    })
  }

  #send(waiting: readonly Waiting[]): void {
    const requests = new Map<string, Map<string, Waiting[]>>()
    for (const read of waiting) {
      const actors = entryOf(
        requests,
        `${read.requestId} ${read.readMs ?? ''} ${read.since ?? ''}`,
        () => new Map<string, Waiting[]>(),
      )
      const reads = entryOf(actors, identityOf(read.actor), (): Waiting[] => [])
      const same = reads.find((other) => isSame(other.statement, read.statement))
      if (same) same.askers.push(...read.askers)
      else reads.push(read)
    }
    for (const actors of requests.values()) {
      const reads = [...actors.values()].flat()
      for (let from = 0; from < reads.length; from += mostTogether)
        void this.#together(reads.slice(from, from + mostTogether))
    }
  }

  async #together(reads: readonly Waiting[]): Promise<void> {
    const [first] = reads as [Waiting]
    const statements = beginRead(first)
    const places: number[] = []
    for (const [n, { statement, actor }] of reads.entries()) {
      const before = reads[n - 1]
      if (before && (before.sets || identityOf(before.actor) !== identityOf(actor)))
        statements.push(...actorSetup(actor))
      places.push(statements.length)
      statements.push(statement)
    }
    statements.push(control('commit'))
    try {
      const results = await this.#answers(reads, statements)
      for (const [n, { askers }] of reads.entries())
        for (const { settle } of askers) settle(results[places[n] as number] as Rows<unknown>)
    } catch (error) {
      // One that fails takes the others' answers with it; each is asked again, alone.
      if (reads.length > 1 && ofStatement(error)) for (const read of reads) void this.#together([read])
      else for (const { askers } of reads) for (const { fail } of askers) fail(error)
    }
  }

  async #answers(reads: readonly Read[], statements: readonly Statement[]): Promise<StatementResult[]> {
    const [{ since, requestId }] = reads as [Read]
    if (since === undefined || !this.#replicas) return this.#database.pipeline(statements)
    const writers = new Set([requestId, ...reads.map(({ actor }) => identityOf(actor))])
    const wrote = [...writers].map((who) => this.#replicas?.lastWrite(who) ?? 0)
    const replica = this.#replicas.after(Math.max(since, ...wrote))
    // What a replica fails to answer, for it is gone or removes what is read, the primary does. What took too long has had its time.
    return replica
      ? replica.pipeline(statements).catch((error: unknown) => {
          if (error instanceof pg.DatabaseError && error.code === '57014') throw error
          return this.#database.pipeline(statements)
        })
      : this.#database.pipeline(statements)
  }
}

/** What a map has under a key, made where there is nothing. */
function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

/** What gives something else each time it is asked. */
const inconstant = /\b(random|random_normal|gen_random_\w+|uuid\w*|clock_timestamp|timeofday|pg_\w+)\s*\(/i

/** Whether two statements have the same answer at one moment. */
function isSame(one: Statement, other: Statement): boolean {
  const [mine = [], others = []] = [one.values, other.values]
  return (
    one.text === other.text &&
    mine.length === others.length &&
    mine.every((value, index) => isEqual(value, others[index])) &&
    !inconstant.test(one.text)
  )
}

/** Of values as they are sent: texts, and bytes. */
const isEqual = (one: unknown, other: unknown): boolean => one === other && !(one instanceof Uint8Array)

/** Whether a statement is at fault, not the connection. What took too long is not asked again: the request has had its time. */
const ofStatement = (error: unknown): boolean =>
  error instanceof pg.DatabaseError ? error.code !== '57014' : !(error instanceof Error && 'code' in error)

const identities = new WeakMap<Actor, string>()

/** The same for actors who are the same to the database. */
export function identityOf(actor: Actor): string {
  let identity = identities.get(actor)
  if (identity === undefined) {
    identity = JSON.stringify(actorSetup(actor).map(({ values }) => values))
    identities.set(actor, identity)
  }
  return identity
}
