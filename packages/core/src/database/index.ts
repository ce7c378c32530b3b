export { inBackground } from './background.ts'
export type {
  Connection,
  Database,
  DatabaseOptions,
  PoolOptions,
  ReadBehind,
  Statement,
  StatementResult,
  TransactionOptions,
} from './database.ts'
export { isRetryable } from './failures.ts'
export { openDatabase } from './open-database.ts'
export { createTemporaryDatabase, type TemporaryDatabase } from './postgres/temporary.ts'
export { openReplicas, type ReplicaOptions, Replicas } from './replicas/replicas.ts'
export { valueTypes } from './value-types.ts'
