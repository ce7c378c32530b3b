import { describe, expect, test } from 'vitest'
import type { Database } from '../database/database.ts'
import { kinds } from '../database/fixtures/databases.ts'
import { IdentityModel, User } from '../identity/model.ts'
import { type EntityOptions, entity } from '../model/entity.ts'
import type { Fields } from '../model/field.ts'
import { f } from '../model/fields.ts'
import { type AnyModel, model } from '../model/model.ts'
import type { Assembly } from '../plugin/assembly.ts'
import { findDrift } from './drift/find-drift.ts'
import { assemblyOf, migrationsFolder } from './fixtures/plugin-folders.ts'
import { type GenerateOptions, generateMigration } from './generate/generate-migration.ts'
import { runMigrations } from './run/run-migrations.ts'

/** A plugin `deals` in one of its releases. */
const deals = (fields: Fields, options: EntityOptions = {}): AnyModel => {
  const Deal = class extends entity('deal', fields, options) {}
  return class extends model('deals', { needs: [IdentityModel], entities: [Deal] }) {}
}

/** Generates and runs the migrations of a release, and checks that they lead to its model. */
async function release(
  database: Database,
  assembly: Assembly,
  folder: URL,
  plugin: string,
  options: GenerateOptions = {},
) {
  const generated = await generateMigration(folder, assembly.registry, plugin, options)
  await runMigrations(database, assembly, null)
  expect(await findDrift(database, assembly)).toEqual([])
  return generated
}

const rows = async (database: Database, text: string): Promise<unknown[]> =>
  (await database.pipeline([{ text }]))[0]?.rows ?? []

const ids = { user: '0190b5b0-0000-7000-8000-000000000001', deal: '0190b5b0-0000-7000-8000-000000000002' }

describe.each(kinds)('on $kind', { timeout: 120_000 }, ({ open }) => {
  test('fields of every shape keep their values when they are renamed', async () => {
    const database = await open()
    const folder = migrationsFolder()
    const before = deals({
      titel: f.text({ max: 50 }).searchable().unique(),
      worth: f.money().nullable().indexed(),
      seller: f.ref(User),
      fans: f.refs(User, { inverse: 'fanOf' }),
      place: f.geo().nullable(),
      loud: f.computed('text', (c) => `upper(${c.titel})`),
    })
    const after = deals(
      {
        title: f.text({ max: 80 }).searchable().unique(),
        amount: f.money().nullable().indexed(),
        owner: f.ref(User),
        watchers: f.refs(User, { inverse: 'watched' }),
        site: f.geo().nullable(),
        loud: f.computed('text', (c) => `upper(${c.title})`),
        floor: f.int().default(1),
      },
      { checks: { worthy: 'amount_minor > floor' } },
    )
    await release(database, assemblyOf([before, folder]), folder, 'deals')
    await database.pipeline([
      { text: `INSERT INTO crm."user" (id, name, email) VALUES ('${ids.user}', 'Ada', 'ada@example.com')` },
      {
        text: `INSERT INTO crm."deal" (id, titel, worth_minor, worth_currency, seller_id, place_lat, place_lon) VALUES ('${ids.deal}', 'big', 5, 'EUR', '${ids.user}', 1, 2)`,
      },
      { text: `INSERT INTO crm."deal__fans" VALUES ('${ids.deal}', '${ids.user}')` },
    ])
    const renames = {
      'deal.titel': 'title',
      'deal.worth': 'amount',
      'deal.seller': 'owner',
      'deal.fans': 'watchers',
      'deal.place': 'site',
    }
    const { retired } = await release(database, assemblyOf([after, folder]), folder, 'deals', { renames })
    expect(retired).toEqual([])
    expect(
      await rows(
        database,
        'SELECT title, amount_minor, amount_currency, owner_id, site_lat, site_lon, loud FROM crm."deal"',
      ),
    ).toEqual([
      {
        title: 'big',
        amount_minor: 5n,
        amount_currency: 'EUR',
        owner_id: ids.user,
        site_lat: 1,
        site_lon: 2,
        loud: 'BIG',
      },
    ])
    expect(await rows(database, 'SELECT * FROM crm."deal__watchers"')).toEqual([
      { source_id: ids.deal, target_id: ids.user },
    ])
  })

  test('a contract step proves every row before it requires and narrows, and can be run again once they are corrected', async () => {
    const database = await open()
    const folder = migrationsFolder()
    const before = deals({
      title: f.text({ max: 50 }),
      stage: f.enum(['open', 'won', 'lost']),
      note: f.text().nullable(),
    })
    const after = deals({ title: f.text({ max: 5 }), stage: f.enum(['open', 'won']), note: f.text() })
    await release(database, assemblyOf([before, folder]), folder, 'deals')
    await database.pipeline([
      { text: `INSERT INTO crm."deal" (id, title, stage) VALUES ('${ids.deal}', 'much too long', 'lost')` },
    ])

    const assembly = assemblyOf([after, folder])
    await generateMigration(folder, assembly.registry, 'deals', { contract: true })
    for (const [fault, repair] of [
      [
        /1 rows of crm.deal break the rule char_length\("title"\) <= 5, such as the one with id 0190b5b0/,
        "title = 'ok'",
      ],
      [/break the rule "stage" IN \('open', 'won'\)/, "stage = 'won'"],
      [/break the rule "note" IS NOT NULL/, "note = ''"],
    ] as const) {
      await expect(runMigrations(database, assembly, null)).rejects.toThrow(fault)
      await database.pipeline([{ text: `UPDATE crm."deal" SET ${repair}` }])
    }
    await runMigrations(database, assembly, null)
    expect(await findDrift(database, assembly)).toEqual([])
  })

  test('a plugin extends another one, and later takes its fields away again', async () => {
    const database = await open()
    const folders = { deals: migrationsFolder(), tiers: migrationsFolder() }
    const Deal = class extends entity('deal', { title: f.text() }) {}
    const Deals = class extends model('deals', { needs: [IdentityModel], entities: [Deal] }) {}
    const tiers = (fields: Fields) =>
      class extends model('tiers', { needs: [Deals], extend: [Deal.with(fields)] }) {} as AnyModel
    const assemblyWith = (fields: Fields): Assembly =>
      assemblyOf([Deals, folders.deals], [tiers(fields), folders.tiers])
    await release(database, assemblyOf([Deals, folders.deals]), folders.deals, 'deals')
    await database.pipeline([{ text: `INSERT INTO crm."deal" (id, title) VALUES ('${ids.deal}', 'x')` }])

    const full = assemblyWith({
      tier: f.enum(['gold', 'silver']).default('silver'),
      owner: f.ref(User).nullable(),
      tags: f.refs(User),
    })
    await release(database, full, folders.tiers, 'tiers')
    expect(await rows(database, 'SELECT tiers_tier FROM crm."deal"')).toEqual([{ tiers_tier: 'silver' }])
    const bare = assemblyWith({})
    expect((await release(database, bare, folders.tiers, 'tiers')).retired).toEqual([
      'deal.tiers_tier',
      'deal.tiers_owner_id',
      'deal__tiers_tags',
    ])
    await database.pipeline([{ text: `INSERT INTO crm."deal" (id, title) VALUES ('${ids.user}', 'y')` }])
    const { changes } = await release(database, bare, folders.tiers, 'tiers', { contract: true })
    expect(changes).toEqual(['deal.tiers_tier goes', 'deal.tiers_owner_id goes', 'table deal__tiers_tags goes'])
    expect((await generateMigration(folders.tiers, bare.registry, 'tiers')).files).toEqual([])
  })
})
