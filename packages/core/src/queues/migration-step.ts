import type { MigrationStep } from '../migrations/run/repeatables.ts'
import { bullmq } from './bullmq.ts'
import { migrateQueues } from './database-backend.ts'

/** Keeps the queue's own tables up to date, as a step of the migration runner; not needed where Redis holds the jobs. */
export const queueMigrationStep: MigrationStep = {
  name: 'queues',
  get checksum() {
    return String(bullmq().LATEST_SCHEMA_VERSION)
  },
  run: migrateQueues,
}
