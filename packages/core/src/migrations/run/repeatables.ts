import { createHash } from 'node:crypto'
import type { AccessPlan } from '../../access/access-plan.ts'
import type { Database } from '../../database/database.ts'
import { accessOutcome } from '../drift/access-outcome.ts'
import { coreObjectStatements } from '../schema/core-objects.ts'
import { runStatement } from './apply-migration.ts'
import { repeatableStatement } from './ledger.ts'
import { inShortTurns } from './short-turns.ts'

/** What is applied again whenever its checksum changes. */
export interface MigrationStep {
  /** `auth`, `bullmq` */
  readonly name: string
  /** Changes exactly when what `run` does changes. */
  readonly checksum: string
  /** Must be harmless to repeat: a killed runner begins it again. */
  run(database: Database): Promise<void>
}

/** Core's functions and triggers; migrations may use them. */
export const coreObjects: MigrationStep = {
  name: 'core',
  checksum: createHash('sha256').update(coreObjectStatements.join(';\n')).digest('hex'),
  run: (database) => inOneTransaction(database, 'core', coreObjects.checksum, coreObjectStatements),
}

/** Roles, privileges and policies. */
export const accessStep = (access: AccessPlan): MigrationStep => ({
  name: 'access',
  checksum: access.checksum,
  run: (database) => inOneTransaction(database, 'access', access.checksum, access.statements),
})

/** The statements and the ledger's word for them, together or not at all. */
async function inOneTransaction(
  database: Database,
  name: string,
  checksum: string,
  statements: readonly string[],
): Promise<void> {
  await inShortTurns(database, async (connection) => {
    for (const text of statements) await runStatement(connection, { plugin: name, name: checksum.slice(0, 8) }, text)
    await connection.query(
      repeatableStatement(name, checksum, name === 'access' ? await accessOutcome(connection) : null),
    )
  })
}
