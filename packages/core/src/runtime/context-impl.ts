import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { type Actor, type SystemActor, viewerOf } from '../access/actor.ts'
import { sendable } from '../database/batch.ts'
import type { Connection, Statement } from '../database/database.ts'
import { isRetryable } from '../database/failures.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import { enqueueStatement } from '../jobs/enqueue.ts'
import type { AnyJob } from '../jobs/job.ts'
import type { AnyEntity } from '../model/entity.ts'
import type { AnyRow } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { Id } from '../model/row.ts'
import { prepared } from '../query/prepared.ts'
import { type SelectOptions, selectRows } from '../query/select-rows.ts'
import type { SettingShape, Settings, SettingValues } from '../settings/settings.ts'
import { createMutator } from '../write/mutator.ts'
import { beginAs } from './actor-setup.ts'
import type { AnswerBehind } from './answer-behind.ts'
import type { Context, Mutator } from './context.ts'
import { contextDatabase } from './context-database.ts'
import { maySet, requireQuery } from './raw-statement.ts'
import { refuseSlow } from './refuse-slow.ts'
import type { RunningCrm } from './running-crm.ts'
import { identityOf } from './shared-reads.ts'
import { type Rows, Unit } from './unit.ts'

/** How deep hooks may cause writes that run hooks. */
const deepest = 16

export interface ContextOptions {
  readonly actor: Actor
  readonly requestId: string
  readonly unit?: Unit | undefined
  /** What led here, hook by hook. */
  readonly chain?: readonly string[]
  /** How many durable events led here, one after another. */
  readonly generation?: number
  readonly replicaSince?: number | undefined
  /** Goes ahead of a transaction's first statement, as the role that signed in. */
  readonly opening?: Statement | undefined
  /** A read of its own is stopped after so many ms. */
  readonly readMs?: number | undefined
  readonly address?: string | undefined
  /** What is to be read of the rows that this context writes, behind the COMMIT; not for what hooks write on the way. */
  readonly answer?: AnswerBehind | undefined
  /** Who of the staff looks on: nothing is written, not by the system on the way either. */
  readonly viewedBy?: Id | undefined
}

/** The one implementation of `Context`: with a unit it works in that transaction, without one each call is its own. */
export class ContextImpl implements Context<any> {
  readonly crm: RunningCrm
  readonly actor: Actor
  readonly requestId: string
  readonly generation: number
  /** Who of the staff looks on as this actor, if anybody. */
  readonly viewedBy: Id | undefined
  readonly #options: ContextOptions
  readonly #unit: Unit | undefined
  #db: Kysely<any> | undefined
  #log: Logger | undefined

  constructor(crm: RunningCrm, options: ContextOptions) {
    this.crm = crm
    this.actor = options.actor
    this.requestId = options.requestId
    this.generation = options.generation ?? 0
    this.viewedBy = options.viewedBy ?? viewerOf(options.actor)
    this.#options = this.viewedBy === undefined ? options : { ...options, viewedBy: this.viewedBy }
    this.#unit = options.unit
  }

  get log(): Logger {
    this.#log ??= this.crm.log.child({ requestId: this.requestId })
    return this.#log
  }

  get contributions(): Context['contributions'] {
    return this.crm.assembly.contributions
  }

  get registry(): Context['registry'] {
    return this.crm.registry
  }

  get files(): Context['files'] {
    return this.crm.files
  }

  get address(): Context['address'] {
    return this.#options.address ?? null
  }

  get company(): Context['company'] {
    return this.crm.company
  }

  settings<S extends SettingShape>(of: Settings<S>): SettingValues<S> {
    return this.crm.assembly.settings(of)
  }

  now(): Date {
    return this.crm.clock.now()
  }

  get db(): Kysely<any> {
    this.#db ??= contextDatabase((statement) => this.#queryRaw(statement))
    return this.#db
  }

  /** Reads as the actor, in the open transaction or in one that it shares with other reads of this moment. */
  async query<R>(statement: Statement): Promise<Rows<R>> {
    if (this.#unit) return this.#unit.query<R>(this.actor, statement)
    return this.#read(statement) as Promise<Rows<R>>
  }

  async #queryRaw(raw: Statement): Promise<Rows<unknown>> {
    // Planning takes longer than running for most of what plugins ask.
    const statement = prepared(raw, this.actor.kind)
    if (this.#unit) return this.#unit.queryRaw(this.actor, statement)
    requireQuery(statement.text)
    return this.#read(statement, maySet(statement.text))
  }

  async #read(statement: Statement, sets = false): Promise<Rows<unknown>> {
    const { actor, requestId } = this
    const { readMs, replicaSince: since } = this.#options
    const read = { actor, requestId, statement: sendable(statement), readMs, sets, since }
    return this.crm.reads.read(read).catch(refuseSlow)
  }

  readable(entity: AnyEntity): ReadonlySet<string> {
    return this.crm.access.readableFields(this.actor, this.crm.registry.entity(entity.entityName))
  }

  async find(entity: AnyEntity, id: string): Promise<any> {
    const rows = await this.readRows(this.crm.registry.entity(entity.entityName), [id])
    return rows.get(id.toLowerCase()) ?? null
  }

  async get(entity: AnyEntity, id: string): Promise<any> {
    const row = await this.find(entity, id)
    if (!row) throw new TesseraError('NOT_FOUND', { entity: entity.entityName, id })
    return row
  }

  async list(entity: AnyEntity, options: SelectOptions = {}): Promise<any[]> {
    return selectRows(this.crm.registry.entity(entity.entityName), options, this)
  }

  async readRows(
    entity: EntityMeta,
    ids: readonly string[],
    deleted: SelectOptions['deleted'] = false,
  ): Promise<Map<string, AnyRow>> {
    const rows = await selectRows(entity, { ids, limit: ids.length, deleted }, this)
    return new Map(rows.map((row) => [row.id, row]))
  }

  mutate(entity: AnyEntity): Mutator<any, any> {
    this.refuseViewing()
    return createMutator(this, this.crm.registry.entity(entity.entityName))
  }

  /** @throws VIEW_AS_READ_ONLY where somebody of the staff looks on as this actor */
  refuseViewing(): void {
    if (this.viewedBy !== undefined) throw new TesseraError('VIEW_AS_READ_ONLY')
  }

  async transaction<T>(work: (ctx: Context<any>) => Promise<T>): Promise<T> {
    const unit = this.#unit
    return unit ? unit.savepoint(() => work(this)) : this.#begin((ctx) => work(ctx))
  }

  /** Whether a transaction of somebody else is open: what is written now is not its end. */
  get isWithin(): boolean {
    return this.#unit !== undefined
  }

  /** Runs `work` in the open transaction, or in a new one that is tried again after a deadlock. */
  async inTransaction<T>(work: (ctx: ContextImpl, unit: Unit) => Promise<T>): Promise<T> {
    const unit = this.#unit
    return unit ? work(this, unit) : this.#again(() => this.#begin(work))
  }

  /** The same, for one write of which `answer` is read. */
  answering(answer: AnswerBehind): ContextImpl {
    return new ContextImpl(this.crm, { ...this.#options, answer })
  }

  /** Which rows the answer is read of, where one is; asked at the end of the transaction. */
  willWrite(ids: () => readonly string[]): void {
    this.#options.answer?.of(ids)
  }

  /** A transaction of its own, with the connection in hand for core's own statements. */
  async withConnection<T>(work: (ctx: ContextImpl, connection: Connection) => Promise<T>): Promise<T> {
    return this.#again(() => this.#begin((ctx, unit) => work(ctx, unit.lend(this.actor)), [beginAs(this.actor)]))
  }

  /** Tries again after a deadlock. */
  async #again<T>(run: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await run()
      } catch (error) {
        if (attempt === 4 || !isRetryable(error)) throw error
      }
    }
  }

  async #begin<T>(work: (ctx: ContextImpl, unit: Unit) => Promise<T>, setup: readonly Statement[] = []): Promise<T> {
    let unit: Unit | undefined
    const viewed = this.viewedBy !== undefined
    // Whatever way a write finds around the pipeline, the database refuses it.
    const { opening, answer, readMs } = this.#options
    const ahead = [...(viewed ? [{ text: 'set transaction read only' }] : []), ...(opening ? [opening] : []), ...setup]
    const running = this.crm.database.transaction(ahead, (connection) => {
      unit = new Unit(connection)
      if (answer) connection.readBehindCommit(answer.behind({ actor: this.actor, readMs }))
      return work(new ContextImpl(this.crm, { ...this.#options, unit, answer: undefined }), unit)
    })
    const result = await (viewed ? running.catch(refuseWrite) : running)
    unit?.committed()
    // From now on the actor reads this, and so does whoever else speaks for the request; the system speaks for too many.
    this.crm.replicas?.wrote(this.requestId)
    if (this.actor.kind !== 'system') this.crm.replicas?.wrote(identityOf(this.actor))
    return result
  }

  async enqueue(
    job: AnyJob,
    input: unknown,
    options: { readonly delayMs?: number; readonly key?: string } = {},
  ): Promise<string> {
    this.refuseViewing()
    const call = {
      ...options,
      actor: this.actor,
      requestId: this.requestId,
      now: this.now(),
      generation: this.generation,
    }
    const { id, statement } = enqueueStatement(this.crm.assembly, job, input, call)
    await this.inTransaction((_ctx, unit) => {
      unit.wakesRelay()
      return unit.write(this.actor, statement)
    })
    return id
  }

  asSystem(reason: string): ContextImpl {
    const name = this.actor.kind === 'system' ? this.actor.name : this.actor.kind
    const actor: SystemActor = { kind: 'system', name: this.#options.chain?.at(-1) ?? name, reason }
    return new ContextImpl(this.crm, { ...this.#options, actor, answer: undefined })
  }

  /** A context one step deeper, for a hook. @throws RECURSION */
  within(step: string): ContextImpl {
    const chain = [...(this.#options.chain ?? []), step]
    if (chain.length > deepest)
      throw new TesseraError('RECURSION', { limit: deepest, chain: chain.slice(-6).join(' -> ') })
    return new ContextImpl(this.crm, { ...this.#options, chain, answer: undefined })
  }
}

/** The database's refusal of a write in a transaction that only reads. */
function refuseWrite(error: { readonly code?: unknown }): never {
  throw error.code === '25006' ? new TesseraError('VIEW_AS_READ_ONLY', {}, { cause: error }) : error
}
