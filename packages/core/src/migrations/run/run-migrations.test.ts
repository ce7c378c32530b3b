import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileAccess } from '../../access/compile-access.ts'
import type { Database } from '../../database/database.ts'
import { kinds, until } from '../../database/fixtures/databases.ts'
import { openDatabase } from '../../database/open-database.ts'
import { createTemporaryDatabase } from '../../database/postgres/temporary.ts'
import { IdentityModel, User } from '../../identity/model.ts'
import { entity } from '../../model/entity.ts'
import { f } from '../../model/fields.ts'
import { model } from '../../model/model.ts'
import { findDrift } from '../drift/find-drift.ts'
import { assemblyOf, migrationsFolder } from '../fixtures/plugin-folders.ts'
import { writeMigration } from '../fixtures/write-migration.ts'
import { generateMigration } from '../generate/generate-migration.ts'
import { type MigrationProgress, runMigrations } from './run-migrations.ts'
import { assertMigrated, migrationStatus } from './status.ts'

class Deal extends entity('deal', { title: f.text(), owner: f.ref(User).nullable() }) {}
class DealsModel extends model('deals', { needs: [IdentityModel], entities: [Deal] }) {}
class TiersModel extends model('tiers', { needs: [DealsModel], extend: [Deal.with({ tier: f.text().nullable() })] }) {}

/** Two plugins with their first migrations. */
async function twoPlugins() {
  const folders = { deals: migrationsFolder(), tiers: migrationsFolder() }
  const assembly = assemblyOf([DealsModel, folders.deals], [TiersModel, folders.tiers])
  await generateMigration(folders.deals, assembly.registry, 'deals')
  await generateMigration(folders.tiers, assembly.registry, 'tiers')
  return { assembly, folders, access: compileAccess(assembly) }
}

async function ledger(database: Database): Promise<string[]> {
  const [result] = await database.pipeline([
    { text: 'SELECT plugin, name FROM tessera.migration ORDER BY applied_at, plugin, name' },
  ])
  return (result?.rows ?? []).map(({ plugin, name }) => `${plugin}/${name}`)
}

async function columns(database: Database, table: string): Promise<string[]> {
  const [result] = await database.pipeline([
    {
      text: 'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2',
      values: ['crm', table],
    },
  ])
  return (result?.rows ?? []).map(({ name }) => String(name))
}

/** Core's own migrations, however many there are by now. */
const ownOf = (plugin: 'core' | 'identity'): string[] =>
  readdirSync(new URL(`../../../migrations/${plugin}/`, import.meta.url))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${plugin}/${file.replace('.ts', '')}`)
    .sort()

const plugins = ['deals/0001_init', 'tiers/0001_init', 'tiers/0002_init_online']
const all = [...ownOf('core'), ...ownOf('identity'), ...plugins]

describe.each(kinds)('on $kind', { timeout: 120_000 }, ({ kind, open }) => {
  test('an empty database gets everything in order, and a second run finds nothing to do', async () => {
    const database = await open()
    const { assembly, access } = await twoPlugins()
    await expect(assertMigrated(database, assembly, access)).rejects.toMatchObject({
      code: 'MIGRATIONS_PENDING',
      message: expect.stringContaining('Run `tessera migrate run`'),
    })
    const first = await runMigrations(database, assembly, access)
    expect(first.applied).toEqual([...ownOf('core'), 'core', ...ownOf('identity'), ...plugins, 'access'])
    await assertMigrated(database, assembly, access)
    expect(await findDrift(database, assembly, access)).toEqual([])
    expect(await runMigrations(database, assembly, access)).toEqual({ applied: [], missing: [] })
    const status = await migrationStatus(database, assembly, access)
    expect(status.pending).toBe(0)
    expect(status.plugins.map(({ plugin }) => plugin)).toEqual(['core', 'identity', 'deals', 'tiers'])
  })

  test('a file that changed after it ran stops everything and is named, other line ends and layout are no change', async () => {
    const database = await open()
    const { assembly, folders, access } = await twoPlugins()
    await runMigrations(database, assembly, access)
    const file = new URL('0001_init.ts', folders.deals)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll(/^ +/gm, '\t').replaceAll('\n\n', ';\n').replaceAll('\n', '\r\n'))
    await assertMigrated(database, assembly, access)
    writeFileSync(file, `${text}// one more word\n`)
    const changed = { code: 'MIGRATION_CHANGED', message: expect.stringContaining('deals/0001_init') }
    await expect(runMigrations(database, assembly, access)).rejects.toMatchObject(changed)
    await expect(assertMigrated(database, assembly, access)).rejects.toMatchObject(changed)
  })

  test('a ledger entry without a file is reported, and so is a plugin that was removed', async () => {
    const database = await open()
    const { assembly, folders, access } = await twoPlugins()
    await runMigrations(database, assembly, access)
    rmSync(new URL('0002_init_online.ts', folders.tiers))
    const { missing } = await runMigrations(database, assembly, access)
    expect(missing).toEqual([
      { plugin: 'tiers', name: '0002_init_online', state: 'missing', appliedAt: expect.any(Date) },
    ])
    const without = assemblyOf([DealsModel, folders.deals])
    const { removed } = await migrationStatus(database, without, null)
    expect(removed.map(({ name }) => name)).toEqual(['0001_init', '0002_init_online'])
  })

  test('a failing migration leaves what ran before it, says which statement failed, and the next run goes on', async () => {
    const database = await open()
    const { assembly, folders } = await twoPlugins()
    await runMigrations(database, assembly, null)
    writeMigration(
      folders.deals,
      '0002_good',
      'up: [sql`ALTER TABLE crm."deal" ALTER COLUMN "title" SET STATISTICS 200`]',
    )
    writeMigration(
      folders.deals,
      '0003_bad',
      'up: [sql`CREATE TABLE crm.half (id int)`, sql`SELECT nonsense FROM crm."deal"`]',
    )
    await expect(runMigrations(database, assembly, null)).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringMatching(
        /deals\/0003_bad failed: column "nonsense" does not exist[\s\S]*SELECT nonsense FROM/,
      ),
    })
    expect(await ledger(database)).toEqual([...all, 'deals/0002_good'])
    expect(await columns(database, 'half')).toEqual([])
    rmSync(new URL('0003_bad.ts', folders.deals))
    writeMigration(
      folders.deals,
      '0003_better',
      'up: async (db) => { await db.query(`UPDATE crm."deal" SET title = $1`, ["x"]) }',
    )
    expect((await runMigrations(database, assembly, null)).applied).toEqual(['deals/0003_better'])
  })

  test('a model without its migration is refused before anything runs', async () => {
    const database = await open()
    const { folders } = await twoPlugins()
    const Changed = class extends entity('deal', {
      title: f.text(),
      owner: f.ref(User).nullable(),
      stage: f.text().nullable(),
    }) {}
    const assembly = assemblyOf([
      class extends model('deals', { needs: [IdentityModel], entities: [Changed] }) {},
      folders.deals,
    ])
    await expect(runMigrations(database, assembly, null)).rejects.toMatchObject({
      code: 'MIGRATION_OUTDATED',
      message: expect.stringContaining('deals'),
    })
    await expect(runMigrations(database, assemblyOf([DealsModel, undefined]), null)).rejects.toMatchObject({
      code: 'MIGRATION_OUTDATED',
    })
  })

  test('a migration that touches what is not its own, or drops outside a contract step, is rolled back', async () => {
    const database = await open()
    const { assembly, folders } = await twoPlugins()
    await runMigrations(database, assembly, null)
    for (const [plugin, definition, code, name] of [
      [
        'tiers',
        'up: [sql`ALTER TABLE crm."deal" ALTER COLUMN "title" DROP NOT NULL`]',
        'MIGRATION_FOREIGN',
        'crm.deal.title',
      ],
      [
        'tiers',
        'contract: true, up: [sql`ALTER TABLE crm."user" DROP COLUMN "locale"`]',
        'MIGRATION_FOREIGN',
        'crm.user.locale',
      ],
      [
        'tiers',
        'contract: true, up: [sql`ALTER TABLE crm."user" RENAME COLUMN "locale" TO "tiers_locale"`]',
        'MIGRATION_FOREIGN',
        'crm.user.locale',
      ],
      ['tiers', 'contract: true, up: [sql`DROP TABLE crm."deal"`]', 'MIGRATION_FOREIGN', 'crm.deal'],
      ['tiers', 'up: [sql`ALTER TABLE crm."deal" ADD COLUMN "extra" text`]', 'MIGRATION_FOREIGN', 'crm.deal.extra'],
      [
        'deals',
        'up: [sql`ALTER TABLE tessera.setting ADD COLUMN "extra" text`]',
        'MIGRATION_FOREIGN',
        'tessera.setting.extra',
      ],
      ['deals', 'up: [sql`ALTER TABLE crm."deal" DROP COLUMN "title"`]', 'MIGRATION_DROPS', 'crm.deal.title'],
      ['deals', 'up: async (db) => { await db.query("DROP TABLE crm.deal") }', 'MIGRATION_DROPS', 'crm.deal'],
    ] as const) {
      const file = `00${code.length}_wrong_${name.replaceAll('.', '_')}_${definition.length}`
      writeMigration(folders[plugin], file, definition)
      await expect(runMigrations(database, assembly, null), definition).rejects.toMatchObject({
        code,
        message: expect.stringContaining(name),
      })
      rmSync(new URL(`${file}.ts`, folders[plugin]))
    }
    expect(await findDrift(database, assembly)).toEqual([])
    expect(await ledger(database)).toEqual(all)
  })

  test('a plugin may drop its own column in a contract step, and keep a table of its own beside the model', async () => {
    const database = await open()
    const { assembly, folders } = await twoPlugins()
    await runMigrations(database, assembly, null)
    writeMigration(folders.tiers, '0003_cache', 'up: [sql`CREATE TABLE crm.tiers_cache (id int, note text)`]')
    writeMigration(
      folders.tiers,
      '0004_contract',
      'contract: true, up: [sql`ALTER TABLE crm."deal" DROP COLUMN "tiers_tier"`, sql`ALTER TABLE crm.tiers_cache DROP COLUMN note`]',
    )
    await runMigrations(database, assembly, null)
    expect(await columns(database, 'deal')).not.toContain('tiers_tier')
  })

  test('two runs at once do everything once: the second waits, then finds nothing to do', async () => {
    const temporary =
      kind === 'postgres' ? await createTemporaryDatabase(process.env.TESSERA_TEST_DATABASE_URL ?? '') : null
    const one = temporary ? await openDatabase({ url: temporary.url }) : await open()
    const two = temporary ? await openDatabase({ url: temporary.url }) : one
    try {
      const { assembly, access } = await twoPlugins()
      const events: MigrationProgress[] = []
      const run = (database: Database) =>
        runMigrations(database, assembly, access, { onProgress: (event) => events.push(event) })
      const results = await Promise.all([run(one), run(two), run(one)])
      expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 0, all.length + 2])
      expect(await ledger(one)).toEqual(all)
      expect(events.some((event) => event.type === 'waiting')).toBe(true)
    } finally {
      if (temporary) {
        await Promise.all([one.close(), two.close()])
        await temporary.drop()
      }
    }
  })

  test('access is applied again when its rules change, and a step when its checksum does', async () => {
    const database = await open()
    const { assembly, access } = await twoPlugins()
    const ran: string[] = []
    const step = (checksum: string) => ({ name: 'auth', checksum, run: async () => void ran.push(checksum) })
    await runMigrations(database, assembly, access, { steps: [step('a')] })
    expect((await runMigrations(database, assembly, access, { steps: [step('a')] })).applied).toEqual([])
    const stricter = {
      ...access,
      checksum: 'other',
      statements: [...access.statements, 'GRANT SELECT ON crm."deal" TO tessera_partner'],
    }
    await expect(assertMigrated(database, assembly, stricter, { steps: [step('b')] })).rejects.toThrow(
      /2 pending: access, auth/,
    )
    expect((await runMigrations(database, assembly, stricter, { steps: [step('b')] })).applied).toEqual([
      'access',
      'auth',
    ])
    expect(ran).toEqual(['a', 'b'])
    expect((await runMigrations(database, assembly, stricter, { reapply: true })).applied).toEqual(['core', 'access'])
    const failing = { name: 'bullmq', checksum: 'c', run: () => Promise.reject(new Error('no room')) }
    await expect(runMigrations(database, assembly, stricter, { steps: [failing] })).rejects.toThrow(/bullmq.*no room/)
    expect((await migrationStatus(database, assembly, stricter, { steps: [failing] })).steps.at(-1)).toEqual({
      name: 'bullmq',
      state: 'pending',
    })
  })

  test('a policy that reads a column does not stop it from changing, and is there again afterwards', async () => {
    const database = await open()
    const { assembly, access, folders } = await twoPlugins()
    const statements = [
      ...access.statements,
      'CREATE POLICY tessera_extra ON crm."deal" FOR SELECT TO tessera_user USING ("title" <> \'secret\')',
    ]
    const reading = { ...access, statements, checksum: 'reading' }
    await runMigrations(database, assembly, reading)
    writeMigration(
      folders.deals,
      '0002_varchar',
      `up: [sql\`SELECT tessera.release_policies('crm."deal"', ARRAY['title'])\`, sql\`ALTER TABLE crm."deal" ALTER COLUMN "title" TYPE varchar\`, sql\`ALTER TABLE crm."deal" ALTER COLUMN "title" TYPE text\`]`,
    )
    await runMigrations(database, assembly, reading)
    expect(await findDrift(database, assembly, reading)).toEqual([])
    const [result] = await database.pipeline([
      { text: "SELECT policyname FROM pg_policies WHERE tablename = 'deal' ORDER BY 1" },
    ])
    expect(result?.rows.map(({ policyname }) => policyname)).toEqual([
      'tessera_extra',
      'tessera_system',
      'tessera_writer',
    ])
  })

  test('an index that could not be finished is built anew by the next run', async () => {
    const database = await open()
    const { assembly, folders } = await twoPlugins()
    await runMigrations(database, assembly, null)
    await database.pipeline([
      { text: `INSERT INTO crm."deal" (id, title) SELECT gen_random_uuid(), 'same' FROM generate_series(1, 2)` },
    ])
    writeMigration(
      folders.deals,
      '0002_unique',
      'transaction: false, up: [sql`CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "deal__title_key" ON crm."deal" ("title")`]',
    )
    await expect(runMigrations(database, assembly, null)).rejects.toThrow(
      /could not create unique index "deal__title_key" \(Key \(title\)=\(same\) is duplicated\.\)/,
    )
    await database.pipeline([{ text: `UPDATE crm."deal" SET title = id::text` }])
    await runMigrations(database, assembly, null)
    const [result] = await database.pipeline([
      { text: `SELECT indisvalid FROM pg_index WHERE indexrelid = 'crm."deal__title_key"'::regclass` },
    ])
    expect(result?.rows).toEqual([{ indisvalid: true }])
  })

  test.runIf(kind === 'postgres')(
    'a table that somebody holds is waited for in short turns, so that others can work meanwhile',
    async () => {
      const database = await open()
      const { assembly, folders } = await twoPlugins()
      await runMigrations(database, assembly, null)
      writeMigration(
        folders.deals,
        '0002_busy',
        'up: [sql`ALTER TABLE crm."deal" ALTER COLUMN "title" SET DEFAULT \'none\'`]',
      )
      const events: MigrationProgress[] = []
      let run: Promise<unknown> | undefined
      await database.transaction([], async (connection) => {
        await connection.query({ text: 'SELECT count(*) FROM crm."deal"' })
        run = runMigrations(database, assembly, null, { onProgress: (event) => events.push(event) })
        await until(() => events.some((event) => event.type === 'waiting' && event.for === 'a lock'), 20_000)
      })
      await run
      expect(await ledger(database)).toContain('deals/0002_busy')
    },
  )

  test('a file that is no migration is refused with its name', async () => {
    const { assembly, folders } = await twoPlugins()
    const database = await open()
    writeFileSync(new URL('second.ts', folders.deals), 'export {}')
    await expect(runMigrations(database, assembly, null)).rejects.toMatchObject({
      code: 'MIGRATION_INVALID',
      message: expect.stringContaining('deals/second.ts'),
    })
    rmSync(new URL('second.ts', folders.deals))
    writeFileSync(new URL('0002_empty.ts', folders.deals), 'export {}')
    await expect(runMigrations(database, assembly, null)).rejects.toMatchObject({
      code: 'MIGRATION_INVALID',
      message: expect.stringContaining('export default migration'),
    })
  })
})
