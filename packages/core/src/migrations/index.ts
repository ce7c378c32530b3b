export type { DriftFinding } from './drift/drift-finding.ts'
export { findDrift } from './drift/find-drift.ts'
export { type GeneratedMigration, type GenerateOptions, generateMigration } from './generate/generate-migration.ts'
export type { Renames } from './generate/rename.ts'
export { ensurePartitions } from './partitions/ensure-partitions.ts'
export type { Migration, MigrationDatabase } from './run/migration.ts'
export type { MigrationFile } from './run/migration-files.ts'
export { type Migratable, migrationPlan, migrationsFolder, type PluginMigrations } from './run/plan.ts'
export type { MigrationStep } from './run/repeatables.ts'
export { type MigrationProgress, type MigrationRun, type RunOptions, runMigrations } from './run/run-migrations.ts'
export {
  assertMigrated,
  type MigrationState,
  type MigrationStatus,
  migrationStatus,
  type PluginStatus,
} from './run/status.ts'
export { coreSchema } from './schema/core-schema.ts'
export { createStatements } from './schema/create-statements.ts'
export { installSchema, installStatements } from './schema/install-schema.ts'
export type { Check, CheckRule, ForeignKey, Index, Schema, SchemaName, Table, TableColumn } from './schema/schema.ts'
export { schemaOf } from './schema/schema-of.ts'
