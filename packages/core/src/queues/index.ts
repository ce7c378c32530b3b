export { migrateQueues, queuesArePending } from './database-backend.ts'
export { queueMigrationStep } from './migration-step.ts'
export { openQueues } from './open-queues.ts'
export type { Processor, Queues, QueuesOptions } from './queues.ts'
