import type { GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { AccessPlan } from '../access/access-plan.ts'
import type { Actor } from '../access/actor.ts'
import type { Connection, Database, Statement } from '../database/database.ts'
import type { Replicas } from '../database/replicas/replicas.ts'
import type { FileStore } from '../files/file-store.ts'
import type { Registry } from '../model/registry.ts'
import type { Assembly } from '../plugin/assembly.ts'
import type { Clock } from './clock.ts'
import type { Company } from './company.ts'
import type { Context } from './context.ts'

export interface UnitOptions {
  readonly requestId?: string
  /** The network address it is asked from. */
  readonly address?: string | undefined
  /** Reads of its own, outside of a transaction, may be answered by a replica that has everything committed before this (ms of the primary's clock). */
  readonly replicaSince?: number | undefined
  /** A read of its own, outside of a transaction, is stopped after so many ms. The embedded database knows no such limit. */
  readonly readMs?: number
  /** How many durable events led here, one after another; guards against events that cause each other for ever. */
  readonly generation?: number
  /** Goes ahead of the transaction's first statement, as the role that signed in; where it fails nothing happens. */
  readonly opening?: Statement
}

/** A running CRM: an assembly on a database. Made by `createCrm`. */
export interface Crm {
  readonly assembly: Assembly
  readonly registry: Registry
  readonly access: AccessPlan
  readonly database: Database
  /** Standbys that answer reads, where there are some. */
  readonly replicas: Replicas | undefined
  readonly log: Logger
  readonly clock: Clock
  readonly company: Company
  /** Where the bytes of files lie. */
  readonly files: FileStore
  /** The derived GraphQL schema with what plugins add; made at first use. */
  readonly schema: GraphQLSchema
  /** A context for an actor. Each call on it is its own transaction, unless within `ctx.transaction`. */
  as(actor: Actor, options?: UnitOptions): Context
  /** A context with every right; `name` says which code acts and `reason` why, both stand in the audit. */
  system(name: string, reason: string, options?: UnitOptions): Context
  /** One transaction as an actor, with the connection for core's own statements. */
  unit<T>(actor: Actor, work: (ctx: Context, connection: Connection) => Promise<T>, options?: UnitOptions): Promise<T>
  close(): Promise<void>
}
