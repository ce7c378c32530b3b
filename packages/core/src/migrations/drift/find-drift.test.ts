import { describe, expect, test } from 'vitest'
import { compileAccess } from '../../access/compile-access.ts'
import { permission } from '../../access/grant.ts'
import { kinds } from '../../database/fixtures/databases.ts'
import { IdentityModel, User } from '../../identity/model.ts'
import { entity } from '../../model/entity.ts'
import { f } from '../../model/fields.ts'
import { model } from '../../model/model.ts'
import { assemble } from '../../plugin/assemble.ts'
import { definePlugin } from '../../plugin/define-plugin.ts'
import { assemblyOf, migrationsFolder } from '../fixtures/plugin-folders.ts'
import { generateMigration } from '../generate/generate-migration.ts'
import { runMigrations } from '../run/run-migrations.ts'
import { findDrift } from './find-drift.ts'

class Deal extends entity(
  'deal',
  {
    title: f.text().searchable(),
    code: f.text().unique(),
    amount: f.money().nullable(),
    owner: f.ref(User),
    stage: f.enum(['open', 'won']).default('open'),
    short: f.computed('text', (c) => `upper(${c.title})`),
    watchers: f.refs(User),
  },
  { checks: { titled: "title <> ''" } },
) {}
class DealsModel extends model('deals', {
  needs: [IdentityModel],
  entities: [Deal],
  extend: [User.with({ badge: f.text().nullable() })],
}) {}

function deals(migrations: URL) {
  const assembly = assemble({
    plugins: [
      definePlugin(DealsModel)({
        migrations,
        permissions: { 'deals:read': 'Read' },
        access: ({ allow }) => [allow(Deal, 'read', permission('deals:read'))],
      })(),
    ],
  })
  return { assembly, access: compileAccess(assembly) }
}

describe.each(kinds)('on $kind', { timeout: 120_000 }, ({ open }) => {
  test('each thing changed by hand is found, with its owner', async () => {
    const database = await open()
    const folder = migrationsFolder()
    const { assembly, access } = deals(folder)
    await generateMigration(folder, assembly.registry, 'deals')
    await runMigrations(database, assembly, access)
    expect(await findDrift(database, assembly, access)).toEqual([])

    const faults = [
      'DROP TABLE crm."deal__watchers"',
      'ALTER TABLE crm."deal" DROP COLUMN "amount_currency"',
      'ALTER TABLE crm."deal" ALTER COLUMN "title" TYPE varchar(10)',
      'ALTER TABLE crm."deal" ALTER COLUMN "code" DROP NOT NULL',
      'ALTER TABLE crm."deal" ALTER COLUMN "stage" SET DEFAULT \'won\'',
      'ALTER TABLE crm."deal" ADD COLUMN "secret" text',
      'ALTER TABLE crm."user" DROP COLUMN "deals_badge"',
      'ALTER TABLE crm."deal" DROP CONSTRAINT "deal__owner_id_fkey"',
      'ALTER TABLE crm."deal" DROP CONSTRAINT "deal__stage_check", ADD CONSTRAINT "deal__stage_check" CHECK (stage IN (\'open\', \'won\', \'lost\'))',
      'ALTER TABLE crm."deal" ADD CONSTRAINT "later" CHECK (version > 0) NOT VALID',
      'DROP INDEX crm."deal__code_key"',
      'CREATE INDEX "by_hand" ON crm."deal" ("stage")',
      'ALTER TABLE crm."team" DISABLE ROW LEVEL SECURITY',
      'DROP POLICY tessera_user_read ON crm."deal"',
      'CREATE POLICY open_door ON crm."team" FOR SELECT TO PUBLIC USING (true)',
      'GRANT SELECT ON crm."team" TO tessera_partner',
      'CREATE TABLE crm."notes" (id int)',
      'DROP TABLE tessera.setting',
    ]
    await database.pipeline([
      { text: 'ALTER TABLE crm."deal" DROP COLUMN "short"' },
      ...faults.map((text) => ({ text })),
    ])
    const found = (await findDrift(database, assembly, access)).map(
      ({ kind, what, name, plugin }) => `${kind} ${what} ${name} (${plugin})`,
    )
    expect(found.sort()).toMatchInlineSnapshot(`
      [
        "different column crm.deal.code (deals)",
        "different column crm.deal.stage (deals)",
        "different column crm.deal.title (deals)",
        "different constraint crm.deal.deal__stage_check (deals)",
        "different constraint crm.deal.deal__title_check (deals)",
        "different constraint crm.deal.deal__titled_rule (deals)",
        "extra column crm.deal.secret (deals)",
        "extra constraint crm.deal.later (deals)",
        "extra index crm.deal.by_hand (deals)",
        "extra policy or privilege policy open_door on team (null)",
        "extra policy or privilege privileges of tessera_partner on team (null)",
        "extra table crm.notes (null)",
        "missing column crm.deal.amount_currency (deals)",
        "missing column crm.deal.short (deals)",
        "missing column crm.user.deals_badge (deals)",
        "missing constraint crm.deal.deal__amount_check (deals)",
        "missing constraint crm.deal.deal__owner_id_fkey (deals)",
        "missing constraint crm.user.user__deals_badge_check (deals)",
        "missing index crm.deal.deal__code_key (deals)",
        "missing policy or privilege policy tessera_read on deal__watchers (null)",
        "missing policy or privilege policy tessera_system on deal__watchers (null)",
        "missing policy or privilege policy tessera_user_read on deal (null)",
        "missing policy or privilege policy tessera_writer on deal__watchers (null)",
        "missing policy or privilege privileges of tessera_service on deal__watchers (null)",
        "missing policy or privilege privileges of tessera_system on deal__watchers (null)",
        "missing policy or privilege privileges of tessera_user on deal__watchers (null)",
        "missing policy or privilege privileges of tessera_writer on deal__watchers (null)",
        "missing row security crm.team (identity)",
        "missing table crm.deal__watchers (deals)",
        "missing table tessera.setting (core)",
      ]
    `)
  })

  test('what waits for a contract step is no drift, an unproven constraint and an unfinished index are', async () => {
    const database = await open()
    const folder = migrationsFolder()
    const { assembly } = deals(folder)
    await generateMigration(folder, assembly.registry, 'deals')
    await runMigrations(database, assembly, null)
    const Less = class extends entity('deal', {
      title: f.text().searchable(),
      code: f.text().unique(),
      owner: f.ref(User),
    }) {}
    const less = assemblyOf([class extends model('deals', { needs: [IdentityModel], entities: [Less] }) {}, folder])
    await generateMigration(folder, less.registry, 'deals')
    await runMigrations(database, less, null)
    expect(await findDrift(database, less)).toEqual([])

    const owner =
      'ALTER TABLE crm."deal" DROP CONSTRAINT "deal__owner_id_fkey", ADD CONSTRAINT "deal__owner_id_fkey" FOREIGN KEY (owner_id) REFERENCES crm."user" (id) NOT VALID'
    await database.pipeline([
      { text: owner },
      { text: `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'crm."deal__code_key"'::regclass` },
    ])
    expect(
      (await findDrift(database, less)).map(({ name, detail }) => [name, detail.slice(-60)]),
    ).toMatchInlineSnapshot(`
      [
        [
          "crm.deal.deal__owner_id_fkey",
          "ALID instead of FOREIGN KEY (owner_id) REFERENCES "user"(id)",
        ],
        [
          "crm.deal.deal__code_key",
          "de_key ON deal USING btree (code) WHERE (deleted_at IS NULL)",
        ],
      ]
    `)
  })

  test('a plugin that was removed leaves tables that are told of', async () => {
    const database = await open()
    const folder = migrationsFolder()
    const { assembly } = deals(folder)
    await generateMigration(folder, assembly.registry, 'deals')
    await runMigrations(database, assembly, null)
    const found = await findDrift(database, assemblyOf())
    expect(found.map(({ kind, what, name, plugin }) => ({ kind, what, name, plugin }))).toEqual([
      { kind: 'extra', what: 'column', name: 'crm.user.deals_badge', plugin: 'identity' },
      { kind: 'extra', what: 'constraint', name: 'crm.user.user__deals_badge_check', plugin: 'identity' },
      { kind: 'extra', what: 'table', name: 'crm.deal', plugin: null },
      { kind: 'extra', what: 'table', name: 'crm.deal__watchers', plugin: null },
    ])
  })
})
