import type { AccessPlan } from '../../access/access-plan.ts'
import type { Connection, Database } from '../../database/database.ts'
import { type Migratable, migrationPlan } from '../run/plan.ts'
import { corePlugin, coreSchema } from '../schema/core-schema.ts'
import { createStatements } from '../schema/create-statements.ts'
import type { Schema, SchemaName } from '../schema/schema.ts'
import { schemaOf } from '../schema/schema-of.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { compareAccess } from './compare-access.ts'
import { compareTables } from './compare-catalog.ts'
import type { DriftFinding } from './drift-finding.ts'

/**
 * Compares the database with what the models ask for. The comparison is exact on any version: it makes the wanted tables
 * beside the real ones, in a transaction that is rolled back, and lets the server describe both. The real tables are not
 * locked. Nothing is found where database and models agree.
 */
export async function findDrift(
  database: Database,
  assembly: Migratable,
  access: AccessPlan | null = null,
): Promise<readonly DriftFinding[]> {
  const plan = await migrationPlan(assembly)
  const findings: DriftFinding[] = []
  await rolledBack(database, async (connection) => {
    for (const [name, schema] of [
      ['tessera', coreSchema],
      ['crm', schemaOf(assembly.registry)],
    ] as const) {
      const wanted = await describeWanted(connection, name, schema)
      findings.push(...compareTables(name, schema, wanted, await readCatalog(connection, name), plan, access !== null))
    }
    findings.push(...(await missingTriggers(connection)))
    if (access) findings.push(...(await compareAccess(connection, access)))
  })
  return findings
}

class RollBack extends Error {}

async function rolledBack(database: Database, work: (connection: Connection) => Promise<void>): Promise<void> {
  try {
    await database.transaction([], async (connection) => {
      await work(connection)
      throw new RollBack()
    })
  } catch (error) {
    if (!(error instanceof RollBack)) throw error
  }
}

async function describeWanted(connection: Connection, name: SchemaName, schema: Schema): Promise<Catalog> {
  const copy = `tessera_wanted_${name}`
  await connection.pipeline(
    [`CREATE SCHEMA ${copy}`, ...createStatements(schema, { [name]: copy })].map((text) => ({ text })),
  )
  return readCatalog(connection, copy)
}

async function missingTriggers(connection: Connection): Promise<DriftFinding[]> {
  const { rowCount } = await connection.query({
    text: "SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass('tessera.outbox') AND tgname = 'notify_outbox' AND tgenabled <> 'D'",
  })
  if (rowCount > 0) return []
  return [
    {
      plugin: corePlugin,
      kind: 'missing',
      what: 'trigger',
      name: 'tessera.outbox.notify_outbox',
      detail: 'nothing tells the relay of new events, they wait until it looks by itself',
      advice: 'Run `tessera migrate run --reapply`.',
    },
  ]
}
