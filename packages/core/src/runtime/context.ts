import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Actor } from '../access/actor.ts'
import type { InstalledContribution } from '../contributions/contribution.ts'
import type { FileStore } from '../files/file-store.ts'
import type { AnyJob, JobInput } from '../jobs/job.ts'
import type { AnyEntity } from '../model/entity.ts'
import type { AnyModel } from '../model/model.ts'
import type { Registry } from '../model/registry.ts'
import type { CreateInput, EntitiesIn, Id, Patch, RowIn } from '../model/row.ts'
import type { ListOptions } from '../query/list-options.ts'
import type { Tables } from '../query/tables.ts'
import type { SettingShape, Settings, SettingValues } from '../settings/settings.ts'
import type { Company } from './company.ts'

/**
 * One unit of work for one actor: what hooks, jobs and resolvers get. Reads show what the actor may see, because the
 * database sees the actor; writes go through the pipeline with its hooks, audit and events.
 */
export interface Context<M extends AnyModel = any> {
  readonly actor: Actor
  /** A plugin's settings: `ctx.settings(prmSettings).protectionDays`. */
  settings<S extends SettingShape>(of: Settings<S>): SettingValues<S>
  /** What plugins contribute to a point; read it through the point: `timelineSources.of(ctx)`. */
  readonly contributions: ReadonlyMap<string, readonly InstalledContribution[]>
  /** Everything installed, by name: for code that works on entities it does not know, such as those of plugins that come later. */
  readonly registry: Registry
  readonly log: Logger
  /** Identifies the request, or the event or job, in logs, audit and errors. */
  readonly requestId: string
  /** The network address a request came from; null for what comes from no network, such as jobs. */
  readonly address: string | null
  /** Whose CRM this is. */
  readonly company: Company
  /** Where the bytes of files lie. `storeFile` and `openFile` are the way in: they ask whether the actor may. */
  readonly files: FileStore
  /** The time now: the real clock, or the one a test set. */
  now(): Date
  /**
   * Kysely over the tables this plugin sees, as the actor: rows and columns that the actor may not see are not there, writing is
   * refused. @throws DB_READ_ONLY for a command that is no query, such as `SET` or `COMMIT`
   */
  readonly db: Kysely<Tables<M>>
  /** The fields of an entity, system fields included, that the actor may read in the rows it sees; none where it sees no rows. */
  readable<E extends EntitiesIn<M>>(entity: E): ReadonlySet<string>
  /** A row by id, or null where there is none that the actor may see. */
  find<E extends EntitiesIn<M>>(entity: E, id: Id): Promise<RowIn<M, E> | null>
  /** A row by id. @throws NOT_FOUND */
  get<E extends EntitiesIn<M>>(entity: E, id: Id): Promise<RowIn<M, E>>
  /** Rows that match, 100 unless `limit` says otherwise. */
  list<E extends EntitiesIn<M>>(entity: E, options?: ListOptions<M, E>): Promise<RowIn<M, E>[]>
  /** The one way to write. */
  mutate<E extends EntitiesIn<M>>(entity: E): Mutator<M, E>
  /** Everything `work` does happens together or not at all. Inside a transaction it just runs. */
  transaction<T>(work: (ctx: Context<M>) => Promise<T>): Promise<T>
  /**
   * Runs a job after this unit of work has committed, never before, never if it rolls back. Gives the job's id, for
   * `jobStatus`. Of jobs enqueued under one `key`, one waits at a time: while the first has not started, others are dropped.
   * @throws VALIDATION if the job's schema refuses the input, JOB_UNKNOWN
   */
  enqueue<J extends AnyJob>(
    job: J,
    input: JobInput<J>,
    options?: { readonly delayMs?: number; readonly key?: string },
  ): Promise<Id>
  /** The same unit of work with every right. Says why; the reason stands in the audit of all it writes. */
  asSystem(reason: string): Context<M>
}

/** How one row is to be written. */
export interface WriteOptions {
  /** Refuse with CONFLICT unless the row still has this version. */
  readonly ifVersion?: number | undefined
}

export interface UpdateItem<M extends AnyModel, E extends AnyEntity> extends WriteOptions {
  readonly id: Id
  readonly patch: Patch<M, E>
}

/** A key under which another system knows the row. */
export interface ExternalKey {
  readonly system: string
  readonly key: string
}

export interface UpsertItem<M extends AnyModel, E extends AnyEntity> {
  readonly by: ExternalKey
  /** Creates the row with all of it, or sets all of it where the key is known. */
  readonly input: CreateInput<M, E>
}

/** What an upsert did. `unchanged`: every value was already there, nothing was written and no hook ran. */
export interface Upserted<R> {
  readonly row: R
  readonly outcome: 'created' | 'updated' | 'unchanged'
}

/**
 * Writes rows of one entity. Every form runs the same pipeline: hooks, access, write, audit and event in one transaction.
 * The bulk forms write all rows or none, in one statement per phase.
 * @throws VALIDATION, FORBIDDEN, NOT_FOUND, CONFLICT, DUPLICATE, REFERENCED, REJECTED
 */
export interface Mutator<M extends AnyModel, E extends AnyEntity> {
  create(input: CreateInput<M, E>): Promise<RowIn<M, E>>
  createMany(inputs: readonly CreateInput<M, E>[]): Promise<RowIn<M, E>[]>
  update(id: Id, patch: Patch<M, E>, options?: WriteOptions): Promise<RowIn<M, E>>
  updateMany(items: readonly UpdateItem<M, E>[]): Promise<RowIn<M, E>[]>
  /** Moves a row to the recycle bin. */
  delete(id: Id, options?: WriteOptions): Promise<RowIn<M, E>>
  deleteMany(ids: readonly Id[]): Promise<RowIn<M, E>[]>
  /** Takes a row out of the recycle bin. */
  restore(id: Id, options?: WriteOptions): Promise<RowIn<M, E>>
  restoreMany(ids: readonly Id[]): Promise<RowIn<M, E>[]>
  upsert(by: ExternalKey, input: CreateInput<M, E>): Promise<Upserted<RowIn<M, E>>>
  upsertMany(items: readonly UpsertItem<M, E>[]): Promise<Upserted<RowIn<M, E>>[]>
}
