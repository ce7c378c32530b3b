import fc from 'fast-check'
import type { AnyRow } from '../../model/record.ts'
import type { FieldMeta } from '../../model/registry.ts'
import type { Actor, Scope } from '../actor.ts'
import type { OracleData } from '../oracle.ts'
import type { ValueType } from '../value-type.ts'
import { ruleField } from '../value-type.ts'
import { shopAssembly, shopEntities } from './shop.ts'
import { ids, values } from './values.ts'

/** In an order in which no row refers to one that is not there yet. */
export const tablesInOrder = ['user', 'team', 'territory', 'partner', 'partnerMember', ...shopEntities] as const

const created = {
  createdAt: new Date('2024-02-29T12:00:00Z'),
  updatedAt: new Date('2024-02-29T12:00:00Z'),
  version: 1,
  externalKeys: {},
  updatedBy: null,
}

/** A column of two decimals holds no third. */
const storable = (type: ValueType, value: unknown): boolean => type !== 'decimal' || !/\.\d{3}/.test(String(value))

/** Random rows of every entity, with nulls, deleted ones and dangling trees. */
export const arbitraryData: fc.Arbitrary<OracleData> = fc
  .tuple(...tablesInOrder.map((entity) => fc.tuple(...ids(entity).map((id, n) => rowOf(entity, id, n)))))
  .map(
    (tables) => new Map(tablesInOrder.map((entity, n) => [entity as string, distinct(entity, tables[n] as AnyRow[])])),
  )

function rowOf(entity: string, id: string, n: number): fc.Arbitrary<AnyRow> {
  const { fields } = shopAssembly.registry.entity(entity)
  const own = fc.record(
    Object.fromEntries([...fields.values()].map((field) => [field.name, fieldValue(entity, field, n)])),
  )
  const system = fc.record({
    deletedAt: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constant(created.updatedAt) },
    ),
    createdBy: fc.option(fc.constantFrom(...ids('user'))),
  })
  return fc.tuple(own, system).map(([values, rest]) => ({ id, ...created, ...rest, ...values }) as AnyRow)
}

function fieldValue(entity: string, field: FieldMeta, n: number): fc.Arbitrary<unknown> {
  const { definition, target } = field
  if (entity === 'user' && field.name === 'email') return fc.constant(`user${n}@example.com`)
  if (definition.words) return fc.constant('|word')
  if (definition.kind === 'refs') return fc.subarray([...ids(target?.name ?? '')], { maxLength: 2 })
  const type = ruleField(shopAssembly.registry.entity(entity), field.name)?.type as ValueType
  const pool: readonly unknown[] = target
    ? ids(target.name)
    : (definition.values ?? values[type].filter((value) => storable(type, value)))
  const value = fc.constantFrom(...pool)
  return definition.nullable ? fc.option(value, { freq: 4 }) : value
}

/** No two memberships alike. */
function distinct(entity: string, rows: AnyRow[]): AnyRow[] {
  if (entity !== 'partnerMember') return rows
  return [...new Map(rows.map((row) => [[row.partner, row.user, row.role].join(), row])).values()]
}

const scope = fc.constantFrom<Scope>('own', 'team', 'territory', 'all')
const held = (present: number, missing: number): fc.Arbitrary<Scope | undefined> =>
  fc.oneof({ weight: present, arbitrary: scope }, { weight: missing, arbitrary: fc.constant(undefined) })
const permissions = fc
  .record({ 'shop:see': held(5, 1), 'shop:work': held(2, 1), '*': held(1, 2) })
  .map((all) => new Map(Object.entries(all).filter((entry): entry is [string, Scope] => entry[1] !== undefined)))

const id = fc.constantFrom(...ids('user'))

const arbitraryActor: fc.Arbitrary<Actor> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('user' as const),
      id,
      permissions,
      teams: fc.subarray([...ids('team')]),
      territories: fc.subarray([...ids('territory')]),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('partner' as const),
      id,
      partner: fc.constantFrom(...ids('partner')),
      roles: fc.subarray(['admin', 'sales', 'finance']),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('customer' as const), id, account: fc.constantFrom(...ids('client')) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('service' as const), id, permissions }) },
)

/** A few of every kind; and the system. */
export const arbitraryActors: fc.Arbitrary<Actor[]> = fc
  .array(arbitraryActor, { minLength: 7, maxLength: 7 })
  .map((actors) => [...actors, { kind: 'system', name: 'test', reason: 'sees everything' }])
