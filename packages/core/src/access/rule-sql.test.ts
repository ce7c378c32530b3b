import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnyRow } from '../model/record.ts'
import type { InstalledGrant } from '../plugin/assembly.ts'
import type { Actor } from './actor.ts'
import { compileAccess } from './compile-access.ts'
import type { CompareOp, Expression, Operand } from './expression.ts'
import { staff } from './grant.ts'
import { readableRows } from './oracle.ts'
import { shopWith } from './test-support/arbitrary-grant.ts'
import { Client, extra, shop, shopAssembly } from './test-support/shop.ts'
import { fill } from './test-support/shop-database.ts'
import { values } from './test-support/values.ts'
import { operandType, type ValueType } from './value-type.ts'

const entity = shopAssembly.registry.entity(Client.entityName)
const row = { index: 0, entity: 'client' }
const field = (name: string): Operand => ({ type: 'field', row, field: name })
const literal = (value: unknown): Operand => ({
  type: 'value',
  value: value instanceof Date ? value.toISOString() : (value as string),
})

const fields = ['name', 'size', 'since', 'vip', 'credit', 'rate', 'partner', 'createdAt']
const typeOf = (name: string): ValueType =>
  operandType(field(name), (other) => shopAssembly.registry.entity(other)) as ValueType
const ops = (type: ValueType): CompareOp[] =>
  type === 'bool' || type === 'id' ? ['eq', 'ne'] : ['eq', 'ne', 'lt', 'lte', 'gt', 'gte']

/** One row for each value of each field's type, the other fields null; and one of nulls only. */
const rows: AnyRow[] = [
  [null, null] as const,
  ...fields.flatMap((name) => values[typeOf(name)].map((value) => [name, value] as const)),
].map(([name, value], n) => {
  const stored = typeof value === 'string' && typeOf(name ?? '') === 'decimal' ? Number(value).toFixed(2) : value
  const nulls = Object.fromEntries([...entity.fields.keys()].map((other) => [other, null]))
  const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
  const at = new Date('2020-01-01T00:00:00Z')
  return {
    ...nulls,
    id,
    createdAt: at,
    updatedAt: at,
    createdBy: null,
    updatedBy: null,
    version: 1,
    deletedAt: null,
    externalKeys: {},
    ...(name ? { [name]: name === 'partner' ? null : stored } : {}),
  } as AnyRow
})
const data = new Map([['client', rows]])

const comparisons: Expression[] = fields.flatMap((name) =>
  values[typeOf(name)].flatMap((value) =>
    ops(typeOf(name)).map((op): Expression => ({ type: 'compare', op, left: field(name), right: literal(value) })),
  ),
)
const lists: Expression[] = fields.flatMap((name) =>
  [[], values[typeOf(name)].slice(0, 1), values[typeOf(name)].slice(0, 3)].map(
    (list): Expression => ({ type: 'in', left: field(name), list: list.map(literal) }),
  ),
)
const nulls: Expression[] = fields.map((name) => ({ type: 'isNull', operand: field(name) }))
const clocks: Expression[] = [
  { type: 'compare', op: 'lt', left: field('since'), right: { type: 'today' } },
  { type: 'compare', op: 'gte', left: field('createdAt'), right: { type: 'now' } },
]
const plain = [...comparisons, ...lists, ...nulls, ...clocks]
const rules = [...plain, ...plain.map((part): Expression => ({ type: 'not', part }))]

const somebody: Actor = {
  kind: 'user',
  id: '00000000-0000-7000-8000-00000000aaaa',
  permissions: new Map(),
  teams: [],
  territories: [],
}
const grant = (where: Expression): InstalledGrant => ({
  type: 'allow',
  plugin: 'shop',
  entity: 'client',
  operations: ['read'],
  who: staff(),
  fields: 'all',
  except: [],
  where,
  source: 'test',
})

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [shop(), extra()] })
  await fill(t.database, data)
})
afterAll(() => t.close())

describe('every comparison of every kind of value', () => {
  it(`gives in SQL what the oracle says, null included (${rules.length} rules on ${rows.length} rows)`, async () => {
    const conditions = rules.map((where) =>
      compileAccess(shopWith([grant(where)])).check(entity, 'read', 'user', 't', 'old'),
    )
    const results = await t.database.pipeline(
      conditions.map((condition) => ({ text: `select id from crm.client t where ${condition}` })),
    )
    const wrong = rules.flatMap((where, n) => {
      const found = results[n]?.rows
        .map((found) => found.id as string)
        .sort()
        .join()
      const expected = [...readableRows(shopWith([grant(where)]), data, somebody, 'client')].sort().join()
      return found === expected ? [] : [{ rule: conditions[n], found, expected }]
    })
    expect(wrong).toEqual([])
  })

  it('orders texts by code point, whatever the locale of the database', async () => {
    const where: Expression = { type: 'compare', op: 'lt', left: field('name'), right: literal('a') }
    expect(compileAccess(shopWith([grant(where)])).check(entity, 'read', 'user', 't', 'old')).toBe(
      `(("t"."name" collate "C" < 'a'::text) is true)`,
    )
  })
})
