import { TesseraError } from '../errors/tessera-error.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { InstalledGrant } from '../plugin/assembly.ts'
import type { Expression, Operand, RowAlias } from './expression.ts'
import { type GrantBook, outsideKinds } from './grant-book.ts'
import { fieldsOfKind } from './granted-fields.ts'
import { literalProblem } from './literal.ts'
import { fieldUnknown, seenFields, unusable } from './refusals.ts'
import { operandType, type RuleField, ruleField, type ValueType } from './value-type.ts'

interface Reach {
  readonly grant: InstalledGrant
  readonly book: GrantBook
  readonly sees: ReadonlySet<string>
  /** The rows that the part of the rule at hand may speak of. */
  readonly rows: readonly RowAlias[]
}

/**
 * Refuses a rule that speaks of what is not there or can not be compared.
 * @throws ENTITY_UNKNOWN, FIELD_UNKNOWN, ACCESS_RULE
 */
export function checkRule(grant: InstalledGrant, rule: Expression, book: GrantBook, sees: ReadonlySet<string>): void {
  const row = { index: 0, entity: grant.entity }
  seenEntity(row.entity, { grant, book, sees, rows: [] })
  checkPart(rule, { grant, book, sees, rows: [row] })
}

function checkPart(rule: Expression, reach: Reach): void {
  switch (rule.type) {
    case 'constant':
      return
    case 'and':
    case 'or':
      for (const part of rule.parts) checkPart(part, reach)
      return
    case 'not':
      checkPart(rule.part, reach)
      return
    case 'compare':
      checkComparison(rule.op, rule.left, rule.right, reach)
      return
    case 'in':
      checkList(rule.left, rule.list, reach)
      return
    case 'isNull':
      if (rule.operand.type === 'field' && fieldOf(rule.operand.row, rule.operand.field, reach).columns.length > 0)
        return
      throw unusable(reach.grant, 'only a field that holds one value can be null')
    case 'readable':
      if (fieldOf(rule.row, rule.field, reach).definition?.kind === 'ref') return
      throw unusable(
        reach.grant,
        `«${rule.field}» of ${rule.row.entity} does not lead to one row, so there is none to be readable`,
      )
    case 'exists':
      checkExists(rule, reach)
      return
    case 'scope':
      throw unusable(reach.grant, "a permission's scope is said by `permission(…)`, not inside a rule")
  }
}

function checkExists(rule: Extract<Expression, { type: 'exists' }>, reach: Reach): void {
  const { grant, book } = reach
  const entity = seenEntity(rule.row.entity, reach)
  for (const kind of grant.who.kinds) {
    if (outsideKinds.has(kind) && book.granting(entity, 'read', kind).length === 0) {
      throw unusable(grant, `${kind}s may read no ${entity.name}, so for them there is never one; grant that first`)
    }
  }
  checkPart(rule.where, { ...reach, rows: [...reach.rows, rule.row] })
}

function checkComparison(op: string, left: Operand, right: Operand, reach: Reach): void {
  const type = typeOf(left, reach)
  if (type === null) throw unusable(reach.grant, 'it compares two literals')
  checkOperand(right, type, definitionOf(left, reach), reach)
  if (op !== 'eq' && op !== 'ne' && (type === 'word' || type === 'bool' || type === 'id')) {
    throw unusable(reach.grant, `${name(left)} has no order, it can only be equal or not`)
  }
}

function checkList(left: Operand, list: Operand | readonly Operand[], reach: Reach): void {
  const type = typeOf(left, reach)
  if (type === null) throw unusable(reach.grant, 'it looks for a literal')
  if (!('type' in list)) {
    for (const item of list) checkOperand(item, type, definitionOf(left, reach), reach)
    return
  }
  if (list.type === 'actor' && lists.has(list.value) && type === 'id') return
  throw unusable(reach.grant, `${name(left)} can not be one of ${name(list)}`)
}

const lists: ReadonlySet<string> = new Set(['partnerTree', 'teams', 'territories'])

function checkOperand(operand: Operand, type: ValueType, definition: RuleField['definition'], reach: Reach): void {
  if (operand.type === 'value') {
    const problem = literalProblem(operand.value, type, definition)
    if (problem) throw unusable(reach.grant, problem)
    return
  }
  const other = typeOf(operand, reach)
  if (other !== type)
    throw unusable(reach.grant, `${name(operand)} is of type ${other} and can not be compared with one of type ${type}`)
}

/** The type of an operand; null for a literal. */
function typeOf(operand: Operand, reach: Reach): ValueType | null {
  if (operand.type === 'actor' && lists.has(operand.value))
    throw unusable(reach.grant, `actor.${operand.value} is a list; ask with in(…)`)
  if (operand.type === 'field' && fieldOf(operand.row, operand.field, reach).type === null) {
    throw unusable(reach.grant, `${name(operand)} can not be compared`)
  }
  return operandType(operand, (entity) => seenEntity(entity, reach))
}

const definitionOf = (operand: Operand, reach: Reach): RuleField['definition'] =>
  operand.type === 'field' ? fieldOf(operand.row, operand.field, reach).definition : undefined

function fieldOf(row: RowAlias, field: string, reach: Reach): RuleField {
  const { grant, book, sees, rows } = reach
  const entity = seenEntity(row.entity, reach)
  if (!rows.some((known) => known.index === row.index && known.entity === row.entity)) {
    throw unusable(grant, `it uses a row of ${entity.name} outside of the exists(…) that gives it`)
  }
  const known = seenFields(entity, sees)
  const found = known.includes(field) ? ruleField(entity, field) : undefined
  if (!found) throw fieldUnknown(grant.plugin, entity, field, 'a rule of `access`', known)
  if (row.index > 0 && grant.operations.includes('read')) {
    // Inside a policy PostgreSQL looks into other tables with the rights of the actor's role.
    const blind = grant.who.kinds.find((kind) => outsideKinds.has(kind) && !fieldsOfKind(book, entity, kind).has(field))
    if (blind)
      throw unusable(
        grant,
        `${blind}s may not read «${field}» of ${entity.name}, so the database could not either; grant it or use another field`,
      )
  }
  return found
}

function seenEntity(entity: string, { grant, book, sees }: Reach): EntityMeta {
  const found = book.registry.entities.get(entity)
  if (!found) throw new TesseraError('ENTITY_UNKNOWN', { plugin: grant.plugin, entity, where: 'a rule of `access`' })
  if (sees.has(found.plugin)) return found
  throw unusable(
    grant,
    `it speaks of ${entity} of plugin ${found.plugin}; add that plugin's model to \`needs\` of ${grant.plugin}`,
  )
}

function name(operand: Operand): string {
  switch (operand.type) {
    case 'field':
      return `«${operand.field}» of ${operand.row.entity}`
    case 'actor':
      return `actor.${operand.value}`
    case 'value':
      return 'a literal'
    default:
      return operand.type
  }
}
