import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { IdentityModel, User } from '../../identity/model.ts'
import { buildRegistry } from '../../model/build-registry.ts'
import { type EntityOptions, entity } from '../../model/entity.ts'
import type { Fields } from '../../model/field.ts'
import { f } from '../../model/fields.ts'
import { type AnyModel, model } from '../../model/model.ts'
import type { Registry } from '../../model/registry.ts'
import { migrationsFolder } from '../fixtures/plugin-folders.ts'
import { type GeneratedMigration, type GenerateOptions, generateMigration } from './generate-migration.ts'

/** A plugin `prm` with one entity `deal`. */
function deals(fields: Fields, options: EntityOptions = {}): Registry {
  const Deal = class extends entity('deal', fields, options) {}
  return buildRegistry([IdentityModel, class extends model('prm', { needs: [IdentityModel], entities: [Deal] }) {}])
}

const text = (folder: URL, name: string): string => readFileSync(new URL(`${name}.ts`, folder), 'utf8')

/** Generates for one model after the other. */
async function steps(
  folder: URL,
  ...registries: (Registry | [Registry, GenerateOptions])[]
): Promise<GeneratedMigration[]> {
  const results: GeneratedMigration[] = []
  for (const step of registries) {
    const [registry, options] = Array.isArray(step) ? step : [step, {}]
    results.push(await generateMigration(folder, registry, 'prm', options))
  }
  return results
}

describe('a plugin without migrations', () => {
  test('gets one file that makes its tables, and a snapshot', async () => {
    const folder = migrationsFolder()
    const [result] = await steps(folder, deals({ title: f.text({ max: 200 }), owner: f.ref(User) }))
    expect(result).toEqual({ files: ['0001_init'], changes: ['table deal'], retired: [] })
    expect(readdirSync(folder).sort()).toEqual(['0001_init.ts', 'snapshot.json'])
    expect(text(folder, '0001_init')).toMatchInlineSnapshot(`
      "import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        up: [
          // table deal
          sql\`CREATE TABLE crm."deal" (
            "id" uuid NOT NULL,
            "created_at" timestamptz DEFAULT now() NOT NULL,
            "created_by" uuid,
            "updated_at" timestamptz DEFAULT now() NOT NULL,
            "updated_by" uuid,
            "version" integer DEFAULT 1 NOT NULL,
            "deleted_at" timestamptz,
            "external_keys" jsonb DEFAULT '{}' NOT NULL,
            "title" text NOT NULL,
            "owner_id" uuid NOT NULL,
            CONSTRAINT "deal_pkey" PRIMARY KEY ("id"),
            CONSTRAINT "deal__title_check" CHECK (char_length("title") <= 200),
            CONSTRAINT "deal__owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES crm."user" ("id")
          )\`,
          sql\`CREATE INDEX "deal__created_at__id_idx" ON crm."deal" ("created_at", "id")\`,
          sql\`CREATE INDEX "deal__deleted_at_idx" ON crm."deal" ("deleted_at") WHERE "deleted_at" IS NOT NULL\`,
          sql\`CREATE INDEX "deal__owner_id_idx" ON crm."deal" ("owner_id")\`,
        ],
      })
      "
    `)
  })

  test('gets its columns on the tables of others, and nothing of theirs', async () => {
    const folder = migrationsFolder()
    const extending = class extends model('prm', {
      needs: [IdentityModel],
      extend: [User.with({ tier: f.enum(['gold', 'silver']).nullable().indexed() })],
    }) {}
    await steps(folder, buildRegistry([IdentityModel, extending]))
    expect(text(folder, '0001_init')).toMatchInlineSnapshot(`
      "import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        up: [
          // user.prm_tier
          sql\`ALTER TABLE crm."user" ADD COLUMN "prm_tier" text\`,
          // user: prm_tier is one of gold, silver
          sql\`ALTER TABLE crm."user" ADD CONSTRAINT "user__prm_tier_check" CHECK ("prm_tier" IN ('gold', 'silver')) NOT VALID\`,
        ],
      })
      "
    `)
    expect(text(folder, '0002_init_online')).toMatchInlineSnapshot(`
      "import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        // Outside a transaction, so that nobody has to wait. Each statement may run twice.
        transaction: false,
        up: [
          // user: prm_tier is one of gold, silver: also the rows there are
          sql\`ALTER TABLE crm."user" VALIDATE CONSTRAINT "user__prm_tier_check"\`,
          // user: index prm_tier
          sql\`CREATE INDEX CONCURRENTLY IF NOT EXISTS "user__prm_tier_idx" ON crm."user" ("prm_tier")\`,
        ],
      })
      "
    `)
  })
})

describe('a changed model', () => {
  const before = {
    title: f.text({ max: 100 }),
    status: f.enum(['open', 'won']).default('open'),
    days: f.int(),
    rate: f.decimal(6, 2),
    region: f.text(),
  }

  test('that did not change writes nothing', async () => {
    const folder = migrationsFolder()
    const [, second] = await steps(folder, deals(before), deals(before))
    expect(second).toEqual({ files: [], changes: [], retired: [] })
    expect(readdirSync(folder)).toHaveLength(2)
  })

  test('adds columns, checks, keys and indexes without locking writers out', async () => {
    const folder = migrationsFolder()
    const after = {
      ...before,
      owner: f.ref(User).nullable(),
      amount: f.money().nullable(),
      active: f.bool().default(true),
      code: f.text().nullable().unique(),
    }
    const [, second] = await steps(folder, deals(before), [deals(after), { name: 'Owners & amounts' }])
    expect(second?.files).toEqual(['0002_owners_amounts', '0003_owners_amounts_online'])
    expect(text(folder, '0002_owners_amounts')).toMatchInlineSnapshot(`
      "import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        up: [
          // deal.owner_id
          sql\`ALTER TABLE crm."deal" ADD COLUMN "owner_id" uuid\`,
          // deal.amount_minor
          sql\`ALTER TABLE crm."deal" ADD COLUMN "amount_minor" bigint\`,
          // deal.amount_currency
          sql\`ALTER TABLE crm."deal" ADD COLUMN "amount_currency" text\`,
          // deal.active
          sql\`ALTER TABLE crm."deal" ADD COLUMN "active" boolean DEFAULT true NOT NULL\`,
          // deal.code
          sql\`ALTER TABLE crm."deal" ADD COLUMN "code" text\`,
          // deal: amount_minor with amount_currency
          sql\`ALTER TABLE crm."deal" ADD CONSTRAINT "deal__amount_check" CHECK (("amount_minor" IS NULL) = ("amount_currency" IS NULL) AND "amount_currency" ~ '^[A-Z]{3}$') NOT VALID\`,
          // deal: code up to 500 characters
          sql\`ALTER TABLE crm."deal" ADD CONSTRAINT "deal__code_check" CHECK (char_length("code") <= 500) NOT VALID\`,
          // deal.owner_id leads to user
          sql\`ALTER TABLE crm."deal" ADD CONSTRAINT "deal__owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES crm."user" ("id") NOT VALID\`,
        ],
      })
      "
    `)
    expect(text(folder, '0003_owners_amounts_online')).toMatchInlineSnapshot(`
      "import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        // Outside a transaction, so that nobody has to wait. Each statement may run twice.
        transaction: false,
        up: [
          // deal: amount_minor with amount_currency: also the rows there are
          sql\`ALTER TABLE crm."deal" VALIDATE CONSTRAINT "deal__amount_check"\`,
          // deal: code up to 500 characters: also the rows there are
          sql\`ALTER TABLE crm."deal" VALIDATE CONSTRAINT "deal__code_check"\`,
          // deal.owner_id leads to user: also the rows there are
          sql\`ALTER TABLE crm."deal" VALIDATE CONSTRAINT "deal__owner_id_fkey"\`,
          // deal: index owner_id
          sql\`CREATE INDEX CONCURRENTLY IF NOT EXISTS "deal__owner_id_idx" ON crm."deal" ("owner_id")\`,
          // deal: unique code
          sql\`CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "deal__code_key" ON crm."deal" ("code") WHERE "deleted_at" IS NULL\`,
        ],
      })
      "
    `)
  })

  test('widens texts, words and numbers, and relaxes what was required', async () => {
    const folder = migrationsFolder()
    const after = {
      ...before,
      title: f.text({ max: 200 }),
      status: f.enum(['open', 'won', 'lost']).default('won'),
      days: f.decimal(12, 2),
      rate: f.decimal(8, 2),
      region: f.text().nullable(),
    }
    const [, second] = await steps(folder, deals(before), deals(after))
    expect(second?.changes).toMatchInlineSnapshot(`
      [
        "deal.status: default 'won'",
        "deal.days: integer becomes numeric(12,2)",
        "deal.rate: numeric(6,2) becomes numeric(8,2)",
        "deal.region may be missing",
        "deal: title up to 200 characters",
        "deal: status is one of open, won, lost",
      ]
    `)
    expect(second?.files).toEqual(['0002_deal_status_and_more', '0003_deal_status_and_more_online'])
    expect(text(folder, '0002_deal_status_and_more')).toContain('ALTER COLUMN "region" DROP NOT NULL')
  })

  test('keeps what it no longer has until a contract step', async () => {
    const folder = migrationsFolder()
    const { region: _, ...without } = before
    const [, second, third, fourth] = await steps(folder, deals(before), deals(without), deals(without), [
      deals(without),
      { contract: true },
    ])
    expect(second).toEqual({
      files: ['0002_deal_region'],
      changes: ['deal.region is no longer in the model'],
      retired: ['deal.region'],
    })
    expect(text(folder, '0002_deal_region')).toContain('ALTER COLUMN "region" DROP NOT NULL')
    expect(third).toEqual({ files: [], changes: [], retired: ['deal.region'] })
    expect(fourth).toEqual({ files: ['0003_deal_region_contract'], changes: ['deal.region goes'], retired: [] })
    expect(text(folder, '0003_deal_region_contract')).toMatchInlineSnapshot(`
      "import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        // Requires, narrows or drops: run it once no server runs the code of before.
        contract: true,
        up: [
          // deal.region goes
          sql\`SELECT tessera.release_policies('crm."deal"', ARRAY['region'])\`,
          sql\`ALTER TABLE crm."deal" DROP COLUMN "region"\`,
        ],
      })
      "
    `)
    expect((await steps(folder, deals(without)))[0]?.files).toEqual([])
  })

  test('drops nothing in the step that retires it, not even in a contract step', async () => {
    const folder = migrationsFolder()
    const { region: _, ...without } = before
    const [, second] = await steps(folder, deals(before), [deals(without), { contract: true }])
    expect(second?.retired).toEqual(['deal.region'])
    expect(second?.changes).toEqual(['deal.region is no longer in the model'])
  })

  test('takes back a field it had retired', async () => {
    const folder = migrationsFolder()
    const relaxed = { ...before, region: f.text().nullable() }
    const { region: _, ...without } = relaxed
    const [, , third] = await steps(folder, deals(relaxed), deals(without), deals(relaxed))
    expect(third).toEqual({ files: [], changes: [], retired: [] })
  })

  test('renames a field only when told', async () => {
    const folder = migrationsFolder()
    const named = {
      titel: f.text({ max: 100 }).searchable(),
      owner: f.ref(User),
      full: f.computed('text', (c) => `upper(${c.titel})`),
    }
    const renamed = {
      title: f.text({ max: 100 }).searchable(),
      seller: f.ref(User),
      full: f.computed('text', (c) => `upper(${c.title})`),
    }
    const [, second] = await steps(folder, deals(named), [
      deals(renamed),
      { renames: { 'deal.titel': 'title', 'deal.owner': 'seller' } },
    ])
    expect(second?.changes).toMatchInlineSnapshot(`
      [
        "deal.titel becomes title",
        "deal.deal__titel_check becomes deal__title_check",
        "deal.deal__titel_trgm becomes deal__title_trgm",
        "deal.owner_id becomes seller_id",
        "deal.deal__owner_id_fkey becomes deal__seller_id_fkey",
        "deal.deal__owner_id_idx becomes deal__seller_id_idx",
      ]
    `)
    await expect(steps(folder, [deals(renamed), { renames: { 'deal.nonsense': 'title' } }])).rejects.toThrow(
      /last migration left no field nonsense/,
    )
  })
})

describe('refused is', () => {
  const before = {
    title: f.text({ max: 100 }),
    status: f.enum(['open', 'won']),
    days: f.int({ max: 10 }).nullable(),
    rate: f.decimal(6, 2),
    note: f.text().nullable(),
  }
  const refused: [string, Fields, RegExp][] = [
    [
      'a required field without default',
      { ...before, kind: f.text() },
      /deal\.kind: it is required and has no default.*nullable/,
    ],
    [
      'a required field whose default only code can make',
      { ...before, at: f.instant().default(() => new Date()) },
      /deal\.at: it is required/,
    ],
    [
      'a sequence, which existing rows would share',
      { ...before, number: f.sequence('D-{0000}') },
      /deal\.number: it is required/,
    ],
    [
      'a shorter text',
      { ...before, title: f.text({ max: 50 }) },
      /deal\.title: existing rows may break it \(now title up to 100 characters, then title up to 50/,
    ],
    ['a word less', { ...before, status: f.enum(['open']) }, /deal\.status: existing rows may break it/],
    ['a lower maximum', { ...before, days: f.int({ max: 5 }).nullable() }, /deal\.days: existing rows may break it/],
    [
      'fewer digits',
      { ...before, rate: f.decimal(5, 2) },
      /deal\.rate: numeric\(6,2\) does not fit into numeric\(5,2\)/,
    ],
    ['fewer digits before the point', { ...before, rate: f.decimal(6, 3) }, /deal\.rate: numeric\(6,2\) does not fit/],
    ['another type', { ...before, rate: f.date() }, /deal\.rate: numeric\(6,2\) does not fit into date/],
    [
      'requiring what may be missing',
      { ...before, note: f.text() },
      /deal\.note: it may be missing in existing rows.*tessera migrate contract/,
    ],
    [
      'computing what was stored',
      { ...before, note: f.computed('text', (c) => String(c.title)) },
      /deal\.note: a field can not become computed/,
    ],
  ]
  test.each(refused)('%s, and nothing is written', async (_what, after, message) => {
    const folder = migrationsFolder()
    await steps(folder, deals(before))
    const files = readdirSync(folder)
    const snapshot = readFileSync(new URL('snapshot.json', folder), 'utf8')
    await expect(steps(folder, deals(after))).rejects.toMatchObject({
      code: 'MIGRATION_UNSAFE',
      message: expect.stringMatching(message),
    })
    expect(readdirSync(folder)).toEqual(files)
    expect(readFileSync(new URL('snapshot.json', folder), 'utf8')).toBe(snapshot)
  })

  test('all of it at once, so that nobody has to ask twice', async () => {
    const folder = migrationsFolder()
    await steps(folder, deals(before))
    const error = await steps(folder, deals({ ...before, kind: f.text(), title: f.text({ max: 50 }) })).catch(
      (reason: unknown) => reason,
    )
    expect((error as { issues: unknown[] }).issues).toHaveLength(2)
  })

  test('a ref to a plugin that is not needed, whose table may come later', async () => {
    const Deal = class extends entity('deal', { part: f.ref('part') }) {}
    const Part = class extends entity('part', { name: f.text() }) {}
    const registry = buildRegistry([
      IdentityModel,
      class extends model('prm', { entities: [Deal] }) {},
      class extends model('catalog', { entities: [Part] }) {} as AnyModel,
    ])
    await expect(generateMigration(migrationsFolder(), registry, 'prm')).rejects.toThrow(
      /deal\.part_id: it leads to part, whose plugin is not among those/,
    )
  })

  test('nothing that a contract step proves', async () => {
    const folder = migrationsFolder()
    await steps(folder, deals(before))
    const after = { ...before, title: f.text({ max: 50 }), status: f.enum(['open']), note: f.text() }
    const [result] = await steps(folder, [deals(after), { contract: true, name: 'stricter' }])
    expect(result?.files).toEqual(['0002_stricter_contract', '0003_stricter_contract_online'])
    expect(text(folder, '0002_stricter_contract')).toMatchInlineSnapshot(`
      "import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        // Requires, narrows or drops: run it once no server runs the code of before.
        contract: true,
        up: [
          // every row: deal: title up to 50 characters
          sql\`SELECT tessera.prove('crm."deal"', 'char_length("title") <= 50')\`,
          // every row: deal: status is one of open
          sql\`SELECT tessera.prove('crm."deal"', '"status" IN (''open'')')\`,
          // every row: deal.note is required
          sql\`SELECT tessera.prove('crm."deal"', '"note" IS NOT NULL')\`,
          // deal: title up to 50 characters
          sql\`ALTER TABLE crm."deal" DROP CONSTRAINT "deal__title_check", ADD CONSTRAINT "deal__title_check" CHECK (char_length("title") <= 50) NOT VALID\`,
          // deal: status is one of open
          sql\`ALTER TABLE crm."deal" DROP CONSTRAINT "deal__status_check", ADD CONSTRAINT "deal__status_check" CHECK ("status" IN ('open')) NOT VALID\`,
        ],
      })
      "
    `)
    expect(text(folder, '0003_stricter_contract_online')).toMatchInlineSnapshot(`
      "import { migration, sql } from '@tessera/core/migrations'

      export default migration({
        // Requires, narrows or drops: run it once no server runs the code of before.
        contract: true,
        // Outside a transaction, so that nobody has to wait. Each statement may run twice.
        transaction: false,
        up: [
          // deal: title up to 50 characters: also the rows there are
          sql\`ALTER TABLE crm."deal" VALIDATE CONSTRAINT "deal__title_check"\`,
          // deal: status is one of open: also the rows there are
          sql\`ALTER TABLE crm."deal" VALIDATE CONSTRAINT "deal__status_check"\`,
          // deal.note is required
          sql\`ALTER TABLE crm."deal" DROP CONSTRAINT IF EXISTS "deal__note__required_check", ADD CONSTRAINT "deal__note__required_check" CHECK ("note" IS NOT NULL) NOT VALID\`,
          sql\`ALTER TABLE crm."deal" VALIDATE CONSTRAINT "deal__note__required_check"\`,
          sql\`ALTER TABLE crm."deal" ALTER COLUMN "note" SET NOT NULL\`,
          sql\`ALTER TABLE crm."deal" DROP CONSTRAINT IF EXISTS "deal__note__required_check"\`,
        ],
      })
      "
    `)
  })
})

test('a statement keeps its backslashes, back-ticks and dollars', async () => {
  const folder = migrationsFolder()
  await steps(folder, deals({ title: f.text().default(`a\\b\`c\${d}`) }, { checks: { odd: "title ~ '^\\w+`$'" } }))
  const loaded = (await import(new URL('0001_init.ts', folder).href)) as { default: { up: string[] } }
  expect(loaded.default.up[0]).toContain(`DEFAULT 'a\\b\`c\${d}'`)
  expect(loaded.default.up[0]).toContain("CHECK (title ~ '^\\w+`$')")
})
