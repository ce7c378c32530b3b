import type { GraphQLSchema } from 'graphql'
import { type Logger, pino } from 'pino'
import { uuidv7 } from 'uuidv7'
import type { AccessPlan } from '../access/access-plan.ts'
import type { Actor } from '../access/actor.ts'
import { compileAccess } from '../access/compile-access.ts'
import type { Database } from '../database/database.ts'
import type { Replicas } from '../database/replicas/replicas.ts'
import { type FileStore, memoryStore } from '../files/file-store.ts'
import { buildSchema } from '../graphql/build-schema.ts'
import type { Assembly } from '../plugin/assembly.ts'
import { type Clock, systemClock } from './clock.ts'
import { companyOf } from './company.ts'
import { ContextImpl } from './context-impl.ts'
import type { Crm, UnitOptions } from './crm.ts'
import { SharedReads } from './shared-reads.ts'

export interface CreateCrmOptions {
  readonly assembly: Assembly
  readonly database: Database
  /** Standbys that answer reads; closed with the CRM. */
  readonly replicas?: Replicas | undefined
  /** Compiled access, where the caller already has it. */
  readonly access?: AccessPlan
  readonly clock?: Clock
  readonly log?: Logger
  /** Where files lie; in memory unless given, for tests. */
  readonly files?: FileStore
  /** Where people reach the server, for links in what is sent; `http://127.0.0.1:4000` unless said otherwise. */
  readonly publicUrl?: string
}

/** Joins an assembly and a database into a running CRM. The database must have been migrated. */
export function createCrm(options: CreateCrmOptions): Crm {
  const { assembly, database, replicas } = options
  const access = options.access ?? compileAccess(assembly)
  const log = options.log ?? pino({ level: 'warn' })
  const running = {
    assembly,
    registry: assembly.registry,
    access,
    database,
    replicas,
    reads: new SharedReads(database, replicas),
    log,
    clock: options.clock ?? systemClock,
    files: options.files ?? memoryStore(),
    company: companyOf(assembly.config, options.publicUrl),
  }
  let schema: GraphQLSchema | null = null
  const context = (actor: Actor, unitOptions: UnitOptions = {}): ContextImpl =>
    new ContextImpl(running, {
      actor,
      requestId: unitOptions.requestId ?? uuidv7(),
      replicaSince: unitOptions.replicaSince,
      readMs: unitOptions.readMs,
      address: unitOptions.address,
      generation: unitOptions.generation ?? 0,
      opening: unitOptions.opening,
    })
  return {
    ...running,
    get schema() {
      if (!schema) schema = buildSchema(assembly)
      return schema
    },
    as: context,
    system: (name, reason, unitOptions) => context({ kind: 'system', name, reason }, unitOptions),
    unit: (actor, work, unitOptions) => context(actor, unitOptions).withConnection(work),
    async close() {
      await replicas?.close()
      await database.close()
    },
  }
}
