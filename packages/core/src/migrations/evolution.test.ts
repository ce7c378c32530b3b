import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileAccess } from '../access/compile-access.ts'
import { partner, permission } from '../access/grant.ts'
import { all, type Symbolic } from '../access/rule.ts'
import type { Database } from '../database/database.ts'
import { kinds } from '../database/fixtures/databases.ts'
import type { AnyEntity } from '../model/entity.ts'
import type { AnyModel } from '../model/model.ts'
import { assemble } from '../plugin/assemble.ts'
import type { Assembly } from '../plugin/assembly.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import { readCatalog } from './drift/catalog.ts'
import { findDrift } from './drift/find-drift.ts'
import { migrationsFolder } from './fixtures/plugin-folders.ts'
import { modelOf, randomEvolution } from './fixtures/random-model.ts'
import { generateMigration } from './generate/generate-migration.ts'
import { runMigrations } from './run/run-migrations.ts'
import { installSchema } from './schema/install-schema.ts'
import { schemaOf } from './schema/schema-of.ts'

const plugin = 'random'

/** An assembly whose policies read columns, so that they stand in the way of changes. */
function assemblyFor(model: AnyModel, migrations: URL): Assembly {
  return assemble({
    plugins: [
      definePlugin(model)({
        migrations,
        permissions: { 'random:read': 'Read' },
        access: ({ allow }) =>
          model.entities.flatMap((entity) => [
            allow(entity, 'read', permission('random:read')),
            allow(entity, 'read', partner(), {
              fields: ['name'] as never,
              where: ({ row }) => all(...readable(entity).map((name) => symbolic(row, name).notNull())),
            }),
          ]),
      })(),
    ],
  })
}

const symbolic = (row: unknown, name: string): Symbolic => (row as Record<string, Symbolic>)[name] as Symbolic

/** Fields that a rule can ask about. */
const readable = (entity: AnyEntity): string[] =>
  Object.entries(entity.fields).flatMap(([name, { definition }]) =>
    ['money', 'geo', 'json', 'refs'].includes(definition.kind) ? [] : [name],
  )

async function reset(database: Database): Promise<void> {
  await database.pipeline([
    { text: 'DROP SCHEMA IF EXISTS crm CASCADE' },
    { text: 'DROP SCHEMA IF EXISTS tessera CASCADE' },
  ])
}

const ids = ['0190b5b0-0000-7000-8000-000000000001', '0190b5b0-0000-7000-8000-000000000002']
const byType: Readonly<Record<string, readonly string[]>> = {
  uuid: ids,
  boolean: ['true', 'false'],
  jsonb: ['{}', '[]'],
  date: ['2026-01-01', '2026-01-02'],
  text: ['red', 'red'],
}

/** Two rows in each table of entities, with every required column filled. */
async function fill(database: Database, assembly: Assembly): Promise<void> {
  for (const table of schemaOf(assembly.registry).tables) {
    if (table.entity !== 'user' && table.plugin !== plugin) continue
    const isUnique = (name: string): boolean =>
      table.indexes.some((index) => index.unique && index.columns.includes(name))
    const columns = table.columns.filter(
      ({ name, notNull, default: value, generated }) =>
        generated === null && (isUnique(name) || (notNull && value === null)),
    )
    for (const index of [0, 1]) {
      const row = columns.map(({ name, type }) => {
        if (name.endsWith('_currency')) return 'EUR'
        if (type === 'text' && isUnique(name)) return `red${index}`
        return (byType[type] ?? ['1', '2'])[index]
      })
      const names = columns.map(({ name }) => `"${name}"`).join(', ')
      await database.pipeline([
        {
          text: `INSERT INTO crm."${table.name}" (${names}) VALUES (${columns.map((_, place) => `$${place + 1}`).join(', ')})`,
          values: row,
        },
      ])
    }
  }
}

async function catalogOf(database: Database) {
  return database.transaction([], async (connection) => {
    const catalog = await readCatalog(connection, 'crm')
    // A policy's table keeps row-level security; installing without access does not set it.
    return Object.fromEntries(
      [...catalog].map(([name, { rowSecurity: _, ...table }]) => [
        name,
        {
          ...table,
          columns: Object.fromEntries(table.columns),
          constraints: Object.fromEntries(table.constraints),
          indexes: Object.fromEntries(table.indexes),
        },
      ]),
    )
  })
}

describe.each(kinds)('on $kind', ({ open }) => {
  test('a database that went through the migrations is the same as one made anew', { timeout: 900_000 }, async () => {
    const database = await open()
    await fc.assert(
      fc.asyncProperty(randomEvolution, async ({ from, to }) => {
        const folder = migrationsFolder()
        await reset(database)
        const before = assemblyFor(modelOf(from), folder)
        await generateMigration(folder, before.registry, plugin)
        await runMigrations(database, before, compileAccess(before))
        await fill(database, before)

        const after = assemblyFor(modelOf(to), folder)
        const access = compileAccess(after)
        await generateMigration(folder, after.registry, plugin)
        await runMigrations(database, after, access)
        expect(await findDrift(database, after, access)).toEqual([])
        await generateMigration(folder, after.registry, plugin, { contract: true })
        await runMigrations(database, after, access)
        expect(await findDrift(database, after, access)).toEqual([])
        const migrated = await catalogOf(database)

        await reset(database)
        await installSchema(database, after, null)
        expect(migrated).toEqual(await catalogOf(database))
      }),
      // Shrinking would take minutes, and the models are small as they are.
      { numRuns: Number(process.env.TESSERA_TEST_RUNS ?? 12), endOnFailure: true },
    )
  })
})
