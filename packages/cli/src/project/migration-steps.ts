import { type MigrationStep, queueMigrationStep } from '@tessera/core'
import { authMigrationStep } from '@tessera/server'
import type { Project } from './open-project.ts'

/** What keeps its own tables: sign-in, and the job queue where it lives in the database. */
export function migrationSteps(project: Project): MigrationStep[] {
  return project.redisUrl ? [authMigrationStep] : [authMigrationStep, queueMigrationStep]
}
