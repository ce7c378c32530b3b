import type { runMigrations } from 'bullmq'
import type { Database } from '../database/database.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import { bullmq } from './bullmq.ts'
import type { QueueBackend, QueueConnection } from './queue-backend.ts'

/** BullMQ's client types are its own, and narrower than what `pg` gives. */
type MigrationClient = Parameters<typeof runMigrations>[0]

/** Connections for the statements of all queues and workers of a process; each worker adds one to listen on. */
const sharedConnections = 4

/** Creates or updates the tables of BullMQ's PostgreSQL backend, in the schema `bullmq`. Safe to run at any time. */
export async function migrateQueues(database: Database): Promise<void> {
  const client = await database.pool.connect()
  try {
    await bullmq().runMigrations(client as unknown as MigrationClient)
  } finally {
    client.release()
  }
}

/** Whether `migrateQueues` has something to do. */
export async function queuesArePending(database: Database): Promise<boolean> {
  const { assertSchemaCompatibility, DEFAULT_SCHEMA, LATEST_SCHEMA_VERSION } = bullmq()
  const [found] = await database.pipeline([
    { text: `select to_regclass('${DEFAULT_SCHEMA}.migration') is null as missing` },
  ])
  if (found?.rows[0]?.missing) return true
  const client = await database.pool.connect()
  try {
    return (await assertSchemaCompatibility(client as unknown as MigrationClient)) < LATEST_SCHEMA_VERSION
  } finally {
    client.release()
  }
}

/** Jobs in the database, on a pool of their own, so that neither listening workers nor busy queues take the others' connections. */
export async function openDatabaseBackend(database: Database): Promise<QueueBackend> {
  if (await queuesArePending(database)) throw new TesseraError('QUEUES_NOT_MIGRATED')
  const { createPostgresBackend, DEFAULT_SCHEMA } = bullmq()
  const pool = database.poolFor({ searchPath: DEFAULT_SCHEMA, maxConnections: sharedConnections, background: true })
  // Each queue and each worker hears of the pool's errors.
  pool.setMaxListeners(0)
  const connection = {
    options: { connection: pool as never },
    factory: createPostgresBackend as unknown as NonNullable<QueueConnection['factory']>,
  }
  return {
    kind: database.kind,
    forQueue: () => connection,
    forWorker: () => {
      pool.options.max++
      return connection
    },
    close: () => pool.end(),
  }
}
