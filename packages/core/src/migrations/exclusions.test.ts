import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Database } from '../database/database.ts'
import { kinds } from '../database/fixtures/databases.ts'
import { IdentityModel, Partner } from '../identity/model.ts'
import { type EntityOptions, entity } from '../model/entity.ts'
import type { Fields } from '../model/field.ts'
import { f } from '../model/fields.ts'
import { model } from '../model/model.ts'
import { findDrift } from './drift/find-drift.ts'
import { assemblyOf, migrationsFolder } from './fixtures/plugin-folders.ts'
import { type GenerateOptions, generateMigration } from './generate/generate-migration.ts'
import { runMigrations } from './run/run-migrations.ts'
import { installSchema } from './schema/install-schema.ts'

const fields = {
  partner: f.ref(Partner),
  line: f.text(),
  status: f.enum(['live', 'over']).default('live'),
  from: f.date().nullable(),
  until: f.date().nullable(),
}
const protection = { same: ['partner', 'line'], from: 'from', until: 'until' } as const

const dealsWith = (options: EntityOptions, given: Fields = fields, folder?: URL) =>
  assemblyOf([
    class extends model('deals', {
      needs: [IdentityModel],
      entities: [class extends entity('deal', given, options) {}],
    }) {},
    folder,
  ])

const partner = '0190b5b0-0000-7000-8000-000000000001'
let rows = 0
const insert = (from: string | null, until: string | null, line: string | null = 'pumps', status = 'live') => ({
  text: `INSERT INTO crm."deal" (id, partner_id, line, status, "from", "until") VALUES ($1, $2, $3, $4, $5, $6)`,
  values: [`0190b5b0-0000-7000-9000-${String(++rows).padStart(12, '0')}`, partner, line, status, from, until],
})
const makePartner = { text: `INSERT INTO crm.partner (id, name) VALUES ('${partner}', 'A')` }

const taken = (database: Database, ...statements: ReturnType<typeof insert>[]): Promise<unknown> =>
  database.pipeline(statements).then(
    () => 'free',
    (error: { code?: string; constraint?: string }) => `${error.code} ${error.constraint}`,
  )

describe.each(kinds)('on $kind', { timeout: 120_000 }, ({ open }) => {
  test('no two rows that are the same meet in time, and nothing else is refused', async () => {
    const database = await open()
    await installSchema(
      database,
      dealsWith({ exclude: { protection: { ...protection, where: "status = 'live'" } } }),
      null,
    )
    await database.pipeline([makePartner])
    expect(await taken(database, insert('2026-01-10', '2026-02-10'))).toBe('free')
    const refused = '23P01 deal__protection_excl'
    expect(await taken(database, insert('2026-02-09', null))).toBe(refused)
    expect(await taken(database, insert(null, '2026-01-11'))).toBe(refused)
    expect(await taken(database, insert('2026-02-10', '2026-03-01'))).toBe('free')
    expect(await taken(database, insert('2025-01-01', '2026-01-10'))).toBe('free')
    expect(await taken(database, insert('2026-01-20', '2026-01-21', 'valves'))).toBe('free')
    expect(await taken(database, insert('2026-01-20', '2026-01-21', 'pumps', 'over'))).toBe('free')
    await database.pipeline([{ text: `UPDATE crm.deal SET deleted_at = now() WHERE "from" = '2026-01-10'` }])
    expect(await taken(database, insert('2026-01-20', '2026-01-21'))).toBe('free')
  })

  test('where the last day counts, spans that share a day meet', async () => {
    const database = await open()
    await installSchema(database, dealsWith({ exclude: { protection: { ...protection, lastDayCounts: true } } }), null)
    await database.pipeline([makePartner])
    expect(await taken(database, insert('2026-01-10', '2026-02-10'))).toBe('free')
    expect(await taken(database, insert('2026-02-10', '2026-03-01'))).toBe('23P01 deal__protection_excl')
    expect(await taken(database, insert('2026-02-11', '2026-03-01'))).toBe('free')
  })

  test('migrations add, change, rename and drop it, and drift is found', async () => {
    const database = await open()
    const folder = migrationsFolder()
    const step = async (options: EntityOptions, given: Fields = fields, how: GenerateOptions = {}): Promise<string> => {
      const assembly = dealsWith(options, given, folder)
      const { files, changes } = await generateMigration(folder, assembly.registry, 'deals', how)
      await runMigrations(database, assembly, null)
      expect(await findDrift(database, assembly)).toEqual([])
      // The snapshot says the same as the model: nothing is left to do.
      expect((await generateMigration(folder, assembly.registry, 'deals')).files).toEqual([])
      return files.length === 0
        ? ''
        : `${changes.join('\n')}\n${readFileSync(new URL(`${files[0]}.ts`, folder), 'utf8')}`
    }
    await step({})
    expect(await step({ exclude: { protection } })).toMatchInlineSnapshot(`
      "deal: no two with the same partner_id, line from from to until
      import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        up: [
          // deal: no two with the same partner_id, line from from to until; writers wait while the rows there are compared
          sql\`ALTER TABLE crm."deal" ADD CONSTRAINT "deal__protection_excl" EXCLUDE USING gist ("partner_id" WITH =, "line" WITH =, daterange("from", "until", '[)') WITH &&) WHERE ("deleted_at" IS NULL)\`,
        ],
      })
      "
    `)
    const changed = { ...protection, lastDayCounts: true, where: "status = 'live'" }
    expect(await step({ exclude: { protection: changed } })).toMatchInlineSnapshot(`
      "deal: without deal__protection_excl
      deal: no two with the same partner_id, line from from to until
      import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        up: [
          // deal: without deal__protection_excl
          sql\`ALTER TABLE crm."deal" DROP CONSTRAINT "deal__protection_excl"\`,
          // deal: no two with the same partner_id, line from from to until; writers wait while the rows there are compared
          sql\`ALTER TABLE crm."deal" ADD CONSTRAINT "deal__protection_excl" EXCLUDE USING gist ("partner_id" WITH =, "line" WITH =, daterange("from", "until", '[]') WITH &&) WHERE ("deleted_at" IS NULL AND (status = 'live'))\`,
        ],
      })
      "
    `)
    const { line: _, ...others } = fields
    const renamed = { ...others, range: f.text() }
    await step({ exclude: { protection: { ...changed, same: ['partner', 'range'] } } }, renamed, {
      renames: { 'deal.line': 'range' },
    })

    await database.pipeline([{ text: 'ALTER TABLE crm.deal DROP CONSTRAINT deal__protection_excl' }])
    const now = dealsWith({ exclude: { protection: { ...changed, same: ['partner', 'range'] } } }, renamed, folder)
    expect((await findDrift(database, now)).map(({ kind, what, name }) => `${kind} ${what} ${name}`)).toEqual([
      'missing constraint crm.deal.deal__protection_excl',
    ])
  })

  test('it goes with a column the model no longer has, although the column stays', async () => {
    const database = await open()
    const folder = migrationsFolder()
    const { line: _, ...others } = fields
    for (const assembly of [
      dealsWith({ exclude: { protection } }, fields, folder),
      dealsWith({ exclude: { protection: { ...protection, same: ['partner'] } } }, others, folder),
      dealsWith({}, others, folder),
    ]) {
      await generateMigration(folder, assembly.registry, 'deals')
      await runMigrations(database, assembly, null)
      expect(await findDrift(database, assembly)).toEqual([])
    }
  })

  test('rows that meet already stop the migration that adds it, and are left as they are', async () => {
    const database = await open()
    const folder = migrationsFolder()
    const before = dealsWith({}, fields, folder)
    await generateMigration(folder, before.registry, 'deals')
    await runMigrations(database, before, null)
    await database.pipeline([makePartner, insert('2026-01-10', '2026-02-10'), insert('2026-01-20', '2026-01-30')])
    const after = dealsWith({ exclude: { protection } }, fields, folder)
    await generateMigration(folder, after.registry, 'deals')
    await expect(runMigrations(database, after, null)).rejects.toThrow(/deal__protection_excl/)
    expect((await database.pipeline([{ text: 'SELECT id FROM crm.deal' }]))[0]?.rowCount).toBe(2)
  })
})

test.each([
  [{ ...protection, same: ['nothing'] }, /no field «nothing»/],
  [{ ...protection, same: ['flag'] }, /flag is of the kind bool/],
  [{ ...protection, until: 'at' }, /two dates or two instants/],
  [{ ...protection, from: 'line', until: 'line' }, /two dates or two instants/],
  [{ ...protection, from: 'at', until: 'at', lastDayCounts: true }, /lastDayCounts is for dates/],
])('a rule the database could not hold is refused at boot: %o', (rule, message) => {
  const given = { ...fields, flag: f.bool(), at: f.instant().nullable() }
  expect(() => dealsWith({ exclude: { protection: rule } }, given)).toThrow(message)
})
