import { describe, expect, test } from 'vitest'
import { IdentityModel, User } from '../../identity/model.ts'
import { buildRegistry } from '../../model/build-registry.ts'
import { type EntityOptions, entity } from '../../model/entity.ts'
import type { Fields } from '../../model/field.ts'
import { f } from '../../model/fields.ts'
import { type AnyModel, model } from '../../model/model.ts'
import { createStatements } from './create-statements.ts'
import { objectName } from './identifiers.ts'
import { findTable, type Table } from './schema.ts'
import { schemaOf } from './schema-of.ts'

function tableOf(fields: Fields, options: EntityOptions = {}, more: readonly AnyModel[] = []): Table {
  const Deal = class extends entity('deal', fields, options) {}
  const registry = buildRegistry([
    IdentityModel,
    class extends model('prm', { needs: [IdentityModel], entities: [Deal] }) {},
    ...more,
  ])
  const table = findTable(schemaOf(registry), 'deal')
  if (!table) throw new Error('no table')
  return table
}

describe('a field in the database', () => {
  const cases: [string, Fields, string][] = [
    ['text of limited length', { x: f.text({ max: 10 }) }, `"x" text NOT NULL | CHECK (char_length("x") <= 10)`],
    [
      'a word of few',
      { x: f.enum(["it's", 'b']).default('b') },
      `"x" text DEFAULT 'b' NOT NULL | CHECK ("x" IN ('it''s', 'b'))`,
    ],
    [
      'a number within bounds',
      { x: f.int({ min: -1, max: 5 }).default(0) },
      `"x" integer DEFAULT 0 NOT NULL | CHECK ("x" >= -1 AND "x" <= 5)`,
    ],
    ['a duration', { x: f.duration().nullable() }, `"x" integer | CHECK ("x" >= 0)`],
    ['a decimal', { x: f.decimal(8, 3).default('1.5') }, `"x" numeric(8,3) DEFAULT '1.5' NOT NULL`],
    [
      'money',
      { x: f.money().default({ minor: -5n, currency: 'EUR' }) },
      `"x_minor" bigint DEFAULT -5 NOT NULL | "x_currency" text DEFAULT 'EUR' NOT NULL | CHECK (("x_minor" IS NULL) = ("x_currency" IS NULL) AND "x_currency" ~ '^[A-Z]{3}$')`,
    ],
    [
      'a place',
      { x: f.geo().nullable() },
      `"x_lat" double precision | "x_lon" double precision | CHECK (("x_lat" IS NULL) = ("x_lon" IS NULL) AND "x_lat" BETWEEN -90 AND 90 AND "x_lon" BETWEEN -180 AND 180)`,
    ],
    ['JSON', { x: f.json().default({ a: "'" }) }, `"x" jsonb DEFAULT '{"a":"''"}' NOT NULL`],
    [
      'an instant',
      { x: f.instant().default(new Date(0)) },
      `"x" timestamptz DEFAULT '1970-01-01T00:00:00.000Z' NOT NULL`,
    ],
    [
      'a value that code makes for each row',
      { x: f.text().default(() => 'now') },
      `"x" text NOT NULL | CHECK (char_length("x") <= 500)`,
    ],
    ['a sequence, which the write pipeline counts', { x: f.sequence('D-{0000}') }, `"x" text NOT NULL`],
    [
      'a computed value',
      { y: f.money(), x: f.computed('int', (c) => `${c.yMinor} / 100`) },
      `"x" integer GENERATED ALWAYS AS ("y_minor" / 100) STORED`,
    ],
  ]
  test.each(cases)('%s', (_what, fields, expected) => {
    const [sql = ''] = createStatements({ tables: [tableOf(fields)] })
    const lines = sql.split('\n').map((line) =>
      line
        .trim()
        .replace(/,$/, '')
        .replace(/^CONSTRAINT "deal__x_check" /, ''),
    )
    expect(lines.filter((line) => /^("x|CHECK .*"x)/.test(line)).join(' | ')).toBe(expected)
  })
})

test('a computed field that names an unknown field is refused', () => {
  expect(() => tableOf({ x: f.computed('text', (c) => `upper(${c.nmae})`) })).toThrow(
    /deal has no field «nmae» \(computed field x/,
  )
})

test('refs, unique sets, searched texts and lists have their indexes', () => {
  const { indexes } = tableOf(
    {
      name: f.text().searchable(),
      owner: f.ref(User),
      code: f.text().unique(),
      amount: f.money().indexed(),
      data: f.json().indexed(),
    },
    { unique: [['name', 'owner']], indexes: [['code', 'name']] },
  )
  expect(
    indexes.map(
      ({ name, unique, method, where }) =>
        `${name} ${unique ? 'unique ' : ''}${method}${where ? ` where ${where}` : ''}`,
    ),
  ).toEqual([
    'deal__created_at__id_idx btree',
    'deal__deleted_at_idx btree where "deleted_at" IS NOT NULL',
    'deal__name_trgm trigram',
    'deal__owner_id_idx btree',
    'deal__code_key unique btree where "deleted_at" IS NULL',
    'deal__amount_currency__amount_minor_idx btree',
    'deal__data_idx json',
    'deal__name__owner_id_key unique btree where "deleted_at" IS NULL',
    'deal__code__name_idx btree',
  ])
})

test("what a plugin adds to another plugin's table is its own", () => {
  const Part = class extends entity('part', { name: f.text() }) {}
  const Extending = class extends model('erp', {
    needs: [IdentityModel],
    entities: [Part],
    extend: [User.with({ part: f.ref(Part).nullable(), lead: f.bool().default(false) })],
  }) {}
  const user = findTable(schemaOf(buildRegistry([IdentityModel, Extending])), 'user')
  const owned = (items: readonly { name: string; plugin: string }[] = []): string[] =>
    items.filter(({ plugin }) => plugin === 'erp').map(({ name }) => name)
  expect(user?.plugin).toBe('identity')
  expect(owned(user?.columns)).toEqual(['erp_part_id', 'erp_lead'])
  expect(owned(user?.foreignKeys)).toEqual(['user__erp_part_id_fkey'])
  expect(owned(user?.indexes)).toEqual(['user__erp_part_id_idx'])
})

test("a computed extension field reads its own plugin's fields by their name without prefix", () => {
  const Extending = class extends model('erp', {
    needs: [IdentityModel],
    extend: [
      User.with({
        rank: f.int().nullable(),
        label: f.computed('text', (c) => `${c.name} || ${c.rank} || ${c.erpRank}`),
      }),
    ],
  }) {}
  const user = findTable(schemaOf(buildRegistry([IdentityModel, Extending])), 'user')
  expect(user?.columns.at(-1)?.generated).toBe('"name" || "erp_rank" || "erp_rank"')
})

describe('the name of a constraint or index', () => {
  test('tells table and columns apart, so that no two clash', () => {
    expect(objectName('deal', ['line_owner_id'], 'idx')).not.toBe(objectName('deal_line', ['owner_id'], 'idx'))
    expect(objectName('deal', ['a', 'b_c'], 'idx')).not.toBe(objectName('deal', ['a_b', 'c'], 'idx'))
  })

  test('has at most 63 bytes, stays the same, and differs where only the end differs', () => {
    const long = 'x'.repeat(60)
    const names = [
      objectName(long, [`${long}a`], 'check'),
      objectName(long, [`${long}b`], 'check'),
      objectName(long, [`${long}a`], 'idx'),
    ]
    expect(new Set(names).size).toBe(3)
    expect(names.every((name) => Buffer.byteLength(name) <= 63)).toBe(true)
    expect(names[0]).toBe(objectName(long, [`${long}a`], 'check'))
  })
})
