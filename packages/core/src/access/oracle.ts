import type { AnyRow } from '../model/record.ts'
import { type EntityMeta, systemFieldNames } from '../model/registry.ts'
import type { Id } from '../model/row.ts'
import type { Assembly, InstalledGrant } from '../plugin/assembly.ts'
import type { Money } from '../values/money.ts'
import type { RowState } from './access-plan.ts'
import type { Actor, Scope } from './actor.ts'
import type { CompareOp, Expression, Operand } from './expression.ts'
import type { Operation } from './grant.ts'
import { operandType, type ValueType } from './value-type.ts'

/** All rows there are, those of the recycle bin included, by entity. */
export type OracleData = ReadonlyMap<string, readonly AnyRow[]>

/** What the oracle is told: no database, no SQL. */
export interface OracleWorld {
  readonly assembly: Pick<Assembly, 'registry' | 'grants'>
  readonly data: OracleData
  readonly actor: Actor
  readonly now?: Date
}

/**
 * Who may see and do what, decided row by row in the plainest way, straight from the grants. Tests hold it against what the
 * database shows; nothing else uses it.
 */
export function readableRows(
  assembly: OracleWorld['assembly'],
  data: OracleData,
  actor: Actor,
  entity: string,
  now?: Date,
): Set<Id> {
  const world = now ? { assembly, data, actor, now } : { assembly, data, actor }
  return new Set(
    rowsOf(world, entity)
      .filter((row) => isReadable(world, entity, row))
      .map((row) => row.id),
  )
}

/** The field names, those of every row included, that the actor may read. */
export function readableFieldNames(assembly: OracleWorld['assembly'], actor: Actor, entity: string): Set<string> {
  const meta = assembly.registry.entity(entity)
  const names = new Set<string>()
  if (actor.kind === 'system') for (const name of [...systemFieldNames, ...meta.fields.keys()]) names.add(name)
  const mine = grantsFor(assembly, actor, entity, 'read', 'allow')
  if (!mine.some((grant) => grant.plugin === meta.plugin)) return names
  const outside = actor.kind === 'partner' || actor.kind === 'customer'
  for (const name of outside ? ['id', 'version', 'createdAt', 'updatedAt'] : systemFieldNames) names.add(name)
  for (const name of meta.fields.keys())
    if (mine.some((grant) => givesField(grant, meta, name, outside))) names.add(name)
  return names
}

/** The names of an entity's own fields that the actor may give in an input. */
export function writableFieldNames(
  assembly: OracleWorld['assembly'],
  actor: Actor,
  entity: string,
  operation: 'create' | 'update',
): Set<string> {
  const meta = assembly.registry.entity(entity)
  const mine = grantsFor(assembly, actor, entity, operation, 'allow')
  const granted = actor.kind === 'system' || mine.some((grant) => grant.plugin === meta.plugin)
  const outside = actor.kind === 'partner' || actor.kind === 'customer'
  const names = [...meta.fields.values()].filter((field) => {
    if (!granted || field.definition.readonly) return false
    return actor.kind === 'system' || mine.some((grant) => givesField(grant, meta, field.name, outside))
  })
  return new Set(names.map((field) => field.name))
}

/** Whether the actor may do something to a row, as it is (`old`) or as it is going to be (`new`). */
export function mayDo(world: OracleWorld, entity: string, operation: Operation, row: AnyRow, state: RowState): boolean {
  if (world.actor.kind === 'system') return true
  if (operation === 'read') return isReadable(world, entity, row)
  const isNew = state === 'new' || operation === 'create'
  if (!isNew && operation === 'delete' && !isReadableInBin(world, entity, row)) return false
  if (!isNew && operation === 'update' && !isReadable(world, entity, row)) return false
  return isGranted(world, entity, operation, row, isNew)
}

function isReadable(world: OracleWorld, entity: string, row: AnyRow): boolean {
  const { kind } = world.actor
  if ((kind === 'partner' || kind === 'customer') && row.deletedAt !== null) return false
  return isReadableInBin(world, entity, row)
}

function isReadableInBin(world: OracleWorld, entity: string, row: AnyRow): boolean {
  return world.actor.kind === 'system' || isGranted(world, entity, 'read', row, false)
}

function isGranted(world: OracleWorld, entity: string, operation: Operation, row: AnyRow, isNew: boolean): boolean {
  const { assembly, actor } = world
  const meta = assembly.registry.entity(entity)
  const holdsIn = (grant: InstalledGrant): boolean => grant.where === null || holds(world, grant.where, [row])
  const allowed = grantsFor(assembly, actor, entity, operation, 'allow').some((grant) => {
    if (grant.plugin !== meta.plugin || !holdsIn(grant)) return false
    const permission = 'permissions' in actor ? grant.who.permission : undefined
    return permission === undefined || isInScope(world, meta, permission, row, isNew ? operation : 'read')
  })
  return allowed && grantsFor(assembly, actor, entity, operation, 'narrow').every(holdsIn)
}

/** Grants, or narrowings, that are for this actor. */
function grantsFor(
  assembly: OracleWorld['assembly'],
  actor: Actor,
  entity: string,
  operation: Operation,
  type: InstalledGrant['type'],
): InstalledGrant[] {
  return assembly.grants.filter((grant) => {
    const { kinds, permission, partnerRoles } = grant.who
    if (
      grant.type !== type ||
      grant.entity !== entity ||
      !grant.operations.includes(operation) ||
      !kinds.includes(actor.kind)
    )
      return false
    if (permission !== undefined && heldScope(actor, permission) === null) return false
    return (
      partnerRoles === undefined ||
      (actor.kind === 'partner' && partnerRoles.some((role) => actor.roles.includes(role)))
    )
  })
}

function heldScope(actor: Actor, permission: string): Scope | null {
  if (!('permissions' in actor)) return null
  return actor.permissions.get(permission) ?? actor.permissions.get('*') ?? null
}

function givesField(grant: InstalledGrant, entity: EntityMeta, name: string, outside: boolean): boolean {
  if (grant.except.includes(name)) return false
  if (Array.isArray(grant.fields)) return grant.fields.includes(name)
  const declaredByGrantor = entity.fields.get(name)?.plugin === grant.plugin
  return outside ? grant.fields === 'all' && declaredByGrantor : declaredByGrantor || entity.plugin === grant.plugin
}

/** `read` asks about a row as it is; `create` and others about a row as it is going to be, which may belong to anybody. */
function isInScope(world: OracleWorld, entity: EntityMeta, permission: string, row: AnyRow, asked: Operation): boolean {
  const scope = heldScope(world.actor, permission)
  const { owner, team, territory, through } = entity.visibility
  const user = world.actor.kind === 'user' ? world.actor : null
  const wide = (wanted: Scope[]): boolean => scope !== null && wanted.includes(scope)
  const parent = through ? rowBehind(world, entity.name, through, row) : null
  const parentReadable = parent !== null && isReadable(world, parent.entity, parent.row)
  const underReadable = !through || row[through] === null || parentReadable
  if (asked === 'create') return underReadable
  const covered =
    wide(['all']) ||
    (owner !== undefined &&
      wide(['own', 'team', 'territory']) &&
      'id' in world.actor &&
      row[owner] === world.actor.id) ||
    (team !== undefined && wide(['team', 'territory']) && (user?.teams.includes(row[team] as Id) ?? false)) ||
    (territory !== undefined && wide(['territory']) && (user?.territories.includes(row[territory] as Id) ?? false))
  if (!owner && !team && !territory) return underReadable
  if (asked === 'read') return covered || parentReadable
  return covered || underReadable
}

/** Whether a rule holds; `rows` are those it speaks of. A comparison with null does not hold. */
function holds(world: OracleWorld, rule: Expression, rows: readonly AnyRow[]): boolean {
  switch (rule.type) {
    case 'constant':
      return rule.value
    case 'and':
      return rule.parts.every((part) => holds(world, part, rows))
    case 'or':
      return rule.parts.some((part) => holds(world, part, rows))
    case 'not':
      return !holds(world, rule.part, rows)
    case 'compare':
      return compare(world, rule.op, rule.left, rule.right, rows)
    case 'in':
      if ('type' in rule.list) return listOf(world, rule.list).includes(operandValue(world, rule.left, rows) as Id)
      return rule.list.some((item) => compare(world, 'eq', rule.left, item, rows))
    case 'isNull':
      return operandValue(world, rule.operand, rows) === null
    case 'readable': {
      const found = rowBehind(world, rule.row.entity, rule.field, rows[rule.row.index] as AnyRow)
      return found !== null && isReadable(world, found.entity, found.row)
    }
    case 'exists':
      return rowsOf(world, rule.row.entity).some((row) => {
        const reach = [...rows]
        reach[rule.row.index] = row
        return isReadable(world, rule.row.entity, row) && holds(world, rule.where, reach)
      })
    case 'scope':
      return isInScope(
        world,
        world.assembly.registry.entity(rule.row.entity),
        rule.permission,
        rows[rule.row.index] as AnyRow,
        'read',
      )
  }
}

function compare(world: OracleWorld, op: CompareOp, left: Operand, right: Operand, rows: readonly AnyRow[]): boolean {
  const a = operandValue(world, left, rows)
  const b = operandValue(world, right, rows)
  if (a === null || b === null) return false
  const entityOf = (name: string): EntityMeta => world.assembly.registry.entity(name)
  const type = operandType(left, entityOf) ?? operandType(right, entityOf)
  const order = orderOf(a, b, type)
  switch (op) {
    case 'eq':
      return order === 0
    case 'ne':
      return order !== 0
    case 'lt':
      return order !== null && order < 0
    case 'lte':
      return order !== null && order <= 0
    case 'gt':
      return order !== null && order > 0
    case 'gte':
      return order !== null && order >= 0
  }
}

/** Negative, zero or positive; null where two amounts are of different currencies. */
function orderOf(a: unknown, b: unknown, type: ValueType | null): number | null {
  const sign = <T>(x: T, y: T): number => (x < y ? -1 : x > y ? 1 : 0)
  switch (type) {
    case 'instant':
      return sign(new Date(a as string).getTime(), new Date(b as string).getTime())
    case 'text':
      return Buffer.compare(Buffer.from(a as string), Buffer.from(b as string))
    case 'decimal':
      return sign(scaled(a), scaled(b))
    case 'money': {
      const [x, y] = [a as Money, b as Money]
      return x.currency === y.currency ? sign(x.minor, y.minor) : null
    }
    default:
      return sign(a as string, b as string)
  }
}

/** A decimal as a whole number of its hundredth digits behind the point. */
function scaled(value: unknown): bigint {
  const [whole = '', fraction = ''] = String(value).split('.')
  return BigInt(whole + fraction.padEnd(100, '0'))
}

function operandValue(world: OracleWorld, operand: Operand, rows: readonly AnyRow[]): unknown {
  const now = world.now ?? new Date()
  switch (operand.type) {
    case 'field':
      return rows[operand.row.index]?.[operand.field] ?? null
    case 'value':
      return operand.value
    case 'now':
      return now
    case 'today':
      return now.toISOString().slice(0, 10)
    case 'actor':
      return (world.actor as unknown as Record<string, unknown>)[operand.value] ?? null
  }
}

function listOf(world: OracleWorld, operand: Operand): readonly (Id | null)[] {
  if (operand.type !== 'actor') return []
  if (operand.value === 'partnerTree') return partnerTree(world)
  return world.actor.kind === 'user' && (operand.value === 'teams' || operand.value === 'territories')
    ? world.actor[operand.value]
    : []
}

/** The actor's partner and those below it, without deleted ones and what hangs below these. */
function partnerTree(world: OracleWorld): Id[] {
  if (world.actor.kind !== 'partner') return []
  const alive = rowsOf(world, 'partner').filter((row) => row.deletedAt === null)
  const tree = alive.map((row) => row.id).filter((id) => world.actor.kind === 'partner' && id === world.actor.partner)
  for (const id of tree)
    tree.push(...alive.filter((row) => row.parent === id && !tree.includes(row.id)).map((row) => row.id))
  return tree
}

function rowBehind(
  world: OracleWorld,
  entity: string,
  field: string,
  row: AnyRow,
): { entity: string; row: AnyRow } | null {
  const target = world.assembly.registry.entity(entity).fields.get(field)?.target?.name ?? ''
  const found = rowsOf(world, target).find((other) => other.id === row[field])
  return found ? { entity: target, row: found } : null
}

const rowsOf = (world: OracleWorld, entity: string): readonly AnyRow[] => world.data.get(entity) ?? []
