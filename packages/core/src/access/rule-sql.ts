import { quote, tableOf } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { Money } from '../values/money.ts'
import type { Scope } from './actor.ts'
import type { ActorFacts, ActorKeys } from './actor-facts.ts'
import { allOf, always, anyOf, never, notTrue } from './condition.ts'
import type { ActorValue, CompareOp, Expression, Operand } from './expression.ts'
import { literalSql } from './literal.ts'
import { operandType, ruleField, type ValueType } from './value-type.ts'

/** What a rule needs to become SQL. */
export interface RuleContext {
  entityOf(name: string): EntityMeta
  readonly facts: ActorFacts
  /** SQL aliases of the rows the rule speaks of, quoted, by `RowAlias.index`. */
  readonly rows: ReadonlyMap<number, string>
  /** An alias nothing else has. */
  newAlias(): string
  /** What of another entity the actor may read. */
  visible(entity: EntityMeta): VisibleRows
}

export interface VisibleRows {
  /** SQL without a row in it: where it holds, every row. */
  readonly all: string
  /** SQL that the row `alias` has to meet beyond what the database asks by itself. */
  only(alias: string): string
  /** As `only`, where `all` does not hold. */
  otherwise(alias: string): string
}

/** Rows of an entity that the actor may not read at all. */
export const noRows: VisibleRows = { all: never, only: () => never, otherwise: () => never }

/**
 * An access rule as a SQL condition. It is true exactly where the rule holds; where the rule does not hold it may be null
 * instead of false, which policies, WHERE and `tessera.require` take alike.
 */
export function ruleSql(rule: Expression, context: RuleContext): string {
  const part = (expression: Expression): string => ruleSql(expression, context)
  switch (rule.type) {
    case 'constant':
      return rule.value ? always : never
    case 'and':
      return allOf(rule.parts.map(part))
    case 'or':
      return anyOf(rule.parts.map(part))
    case 'not':
      return notTrue(part(rule.part))
    case 'compare':
      return compareSql(rule.op, rule.left, rule.right, context)
    case 'in':
      return inSql(rule.left, rule.list, context)
    case 'isNull':
      return `${columnsOf(rule.operand, context)[0] ?? scalarSql(rule.operand, null, context)} is null`
    case 'readable':
      return readableSql(rule.row.index, rule.row.entity, rule.field, context)
    case 'exists':
      return existsSql(rule, context)
    case 'scope':
      return scopeSql(context.entityOf(rule.row.entity), aliasOf(rule.row.index, context), rule.permission, context)
  }
}

/**
 * SQL for: the scope in which the actor holds a permission covers the row. A row that belongs to nobody in particular (its
 * entity names no owner, team or territory) needs the permission alone, and where it is seen through another row, that one.
 */
export function scopeSql(entity: EntityMeta, alias: string, permission: string, context: RuleContext): string {
  const { facts } = context
  const arms = scopeArms(entity, alias, permission, facts)
  if (arms.length === 0) return allOf([facts.holds(permission), throughSql(entity, alias, context)])
  const parent = entity.visibility.through ? allOf([facts.holds(permission), parentSql(entity, alias, context)]) : never
  return anyOf([facts.holds(permission, ['all']), ...arms, parent])
}

/** SQL, part by part, for: the row belongs to the actor, his teams or his territories, and the scope reaches that far. */
export function scopeArms(
  { visibility: { owner, team, territory }, ...entity }: EntityMeta,
  alias: string,
  permission: string,
  facts: ActorFacts,
): string[] {
  const column = (field: string): string => `${alias}.${quote(entity.fields.get(field)?.columns[0]?.name ?? '')}`
  const arm = (field: string | undefined, which: ActorKeys, scopes: readonly Scope[]): string[] => {
    if (field === undefined) return []
    const keys = facts.keys(which, permission, scopes)
    if (keys === null) return [never]
    return [which === 'id' ? `${column(field)} = ${keys}` : `${column(field)} = any(${keys}::uuid[])`]
  }
  return [
    ...arm(owner, 'id', ['own', 'team', 'territory']),
    ...arm(team, 'teams', ['team', 'territory']),
    ...arm(territory, 'territories', ['territory']),
  ]
}

/** SQL for: the row this one is seen through is readable, or there is none. Always true for an entity without `through`. */
export function throughSql(entity: EntityMeta, alias: string, context: RuleContext): string {
  const field = entity.fields.get(entity.visibility.through ?? '')
  if (!field) return always
  const missing = field.definition.nullable ? `${alias}.${quote(field.columns[0]?.name ?? '')} is null` : never
  return anyOf([missing, parentSql(entity, alias, context)])
}

const parentSql = (entity: EntityMeta, alias: string, context: RuleContext): string =>
  readableSql(0, entity.name, entity.visibility.through ?? '', { ...context, rows: new Map([[0, alias]]) })

/** The key guarantees that the row behind a ref is there, so nobody who may read every row has to look for it. */
function readableSql(index: number, entity: string, name: string, context: RuleContext): string {
  const field = context.entityOf(entity).fields.get(name)
  if (!field?.target) return never
  const visible = context.visible(field.target)
  const alias = context.newAlias()
  const column = `${aliasOf(index, context)}.${quote(field.columns[0]?.name ?? '')}`
  const condition = allOf([`${alias}.${quote('id')} = ${column}`, visible.otherwise(alias)])
  const found =
    condition === never ? never : `exists (select from ${tableOf(field.target)} ${alias} where ${condition})`
  return anyOf([allOf([visible.all, field.definition.nullable ? `${column} is not null` : always]), found])
}

function existsSql(rule: Extract<Expression, { type: 'exists' }>, context: RuleContext): string {
  const target = context.entityOf(rule.row.entity)
  const alias = context.newAlias()
  const where = ruleSql(rule.where, { ...context, rows: new Map([...context.rows, [rule.row.index, alias]]) })
  const condition = allOf([where, context.visible(target).only(alias)])
  return condition === never ? never : `exists (select from ${tableOf(target)} ${alias} where ${condition})`
}

const symbols = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const satisfies Record<
  CompareOp,
  string
>

function compareSql(op: CompareOp, left: Operand, right: Operand, context: RuleContext): string {
  const type = operandType(left, context.entityOf) ?? operandType(right, context.entityOf)
  if (type === 'money') return compareMoneySql(op, left, right, context)
  // The order of texts must not depend on the database's locale.
  const order = type === 'text' && op !== 'eq' && op !== 'ne' ? ' collate "C"' : ''
  return `${scalarSql(left, type, context)}${order} ${symbols[op]} ${scalarSql(right, type, context)}`
}

// Amounts of different currencies are different, and neither is the larger one.
function compareMoneySql(op: CompareOp, left: Operand, right: Operand, context: RuleContext): string {
  const [leftMinor, leftCurrency] = moneySql(left, context)
  const [rightMinor, rightCurrency] = moneySql(right, context)
  if (op === 'ne') return `(${leftMinor} <> ${rightMinor} or ${leftCurrency} <> ${rightCurrency})`
  return `(${leftCurrency} = ${rightCurrency} and ${leftMinor} ${symbols[op]} ${rightMinor})`
}

function moneySql(operand: Operand, context: RuleContext): readonly string[] {
  if (operand.type !== 'value') return columnsOf(operand, context)
  const { minor, currency } = operand.value as Money
  return [`'${minor}'::bigint`, literalSql(currency, 'text')]
}

function inSql(left: Operand, list: Operand | readonly Operand[], context: RuleContext): string {
  if ('type' in list) return `${scalarSql(left, null, context)} = any(${scalarSql(list, null, context)})`
  const type = operandType(left, context.entityOf)
  if (type === 'money' || list.some((item) => item.type !== 'value'))
    return anyOf(list.map((item) => compareSql('eq', left, item, context)))
  if (list.length === 0) return never
  return `${scalarSql(left, type, context)} in (${list.map((item) => scalarSql(item, type, context)).join(', ')})`
}

function scalarSql(operand: Operand, type: ValueType | null, context: RuleContext): string {
  switch (operand.type) {
    case 'field':
      return columnsOf(operand, context)[0] ?? never
    case 'actor':
      return actorSql(operand.value)
    case 'value':
      return literalSql(operand.value, type as Exclude<ValueType, 'money'>)
    case 'now':
      return 'now()'
    case 'today':
      return `(select (now() at time zone 'UTC')::date)`
  }
}

function columnsOf(operand: Operand, context: RuleContext): readonly string[] {
  if (operand.type !== 'field') return []
  const field = ruleField(context.entityOf(operand.row.entity), operand.field)
  return (field?.columns ?? []).map((column) => `${aliasOf(operand.row.index, context)}.${quote(column.name)}`)
}

function aliasOf(index: number, context: RuleContext): string {
  const alias = context.rows.get(index)
  if (alias === undefined) throw new Error(`An access rule speaks of row ${index}, which is not in its reach.`)
  return alias
}

// A subquery is run once a statement; without it the function would be called for every row.
export const actorSql = (value: ActorValue): string => actorValues[value]

const actorValues: Readonly<Record<ActorValue, string>> = {
  id: '(select tessera.actor_id())',
  partner: '(select tessera.actor_partner())',
  account: '(select tessera.actor_account())',
  partnerTree: '(select tessera.partner_tree())::uuid[]',
  teams: '(select tessera.actor_teams())::uuid[]',
  territories: '(select tessera.actor_territories())::uuid[]',
}
