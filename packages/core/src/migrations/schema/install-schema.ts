import type { AccessPlan } from '../../access/access-plan.ts'
import type { Database } from '../../database/database.ts'
import type { Assembly } from '../../plugin/assembly.ts'
import { coreObjectStatements, requirements } from './core-objects.ts'
import { coreSchema } from './core-schema.ts'
import { createStatements } from './create-statements.ts'
import { schemaOf } from './schema-of.ts'

/** Every statement that makes an empty database one of this assembly; its hash names an image of the result. */
export function installStatements(assembly: Pick<Assembly, 'registry'>, access: AccessPlan | null): string[] {
  return [
    ...requirements.map(({ create }) => create),
    ...createStatements(coreSchema),
    ...coreObjectStatements,
    ...createStatements(schemaOf(assembly.registry)),
    ...(access?.statements ?? []),
  ]
}

/**
 * Makes everything in an empty database at once, in one transaction, without migrations: for tests. `access` null leaves
 * roles and policies out.
 */
export async function installSchema(database: Database, assembly: Assembly, access: AccessPlan | null): Promise<void> {
  const statements = installStatements(assembly, access)
  await database.pipeline(statements.map((text) => ({ text })))
}
