import type { Database } from '@tessera/core'
import { openProjectDatabase, type Project, type ProjectOptions, readProject } from './open-project.ts'

/** Does some work with a project and its database, and closes the database whatever comes of it. */
export async function withDatabase<T>(
  options: ProjectOptions,
  work: (project: Project, database: Database) => Promise<T>,
): Promise<T> {
  const project = await readProject(options)
  const database = await openProjectDatabase(project)
  try {
    return await work(project, database)
  } finally {
    await database.close()
  }
}
