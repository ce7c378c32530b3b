import fc from 'fast-check'
import type { EntityMeta } from '../../model/registry.ts'
import type { ActorValue, CompareOp, Expression, Operand, RowAlias } from '../expression.ts'
import { operandType, ruleField, type ValueType } from '../value-type.ts'
import { shopAssembly, shopEntities } from './shop.ts'
import { values } from './values.ts'

const { registry } = shopAssembly
const entityOf = (name: string): EntityMeta => registry.entity(name)

/** What a part of a rule may speak of. */
interface Reach {
  readonly rows: readonly RowAlias[]
  /** Whose rule it is: only `extra` sees its own fields. */
  readonly plugin: string
}

/** Any rule of an entity. It looks only into earlier entities, so that no two rules can ask for each other. */
export function arbitraryRule(entity: string, plugin: string): fc.Arbitrary<Expression> {
  const reach = { rows: [{ index: 0, entity }], plugin }
  return fc.oneof({ weight: 1, arbitrary: comparison(reach) }, { weight: 3, arbitrary: part(reach, 3) })
}

function part(reach: Reach, depth: number): fc.Arbitrary<Expression> {
  const leaves = [
    { weight: 6, arbitrary: comparison(reach) },
    { weight: 3, arbitrary: membership(reach) },
    { weight: 2, arbitrary: nullness(reach) },
    { weight: 1, arbitrary: fc.boolean().map((value): Expression => ({ type: 'constant', value })) },
    ...readables(reach).map((arbitrary) => ({ weight: 2, arbitrary })),
  ]
  if (depth === 0) return fc.oneof(...leaves)
  const deeper = part.bind(null, reach, depth - 1)
  return fc.oneof(
    ...leaves,
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constantFrom('and' as const, 'or' as const),
        parts: fc.array(deeper(), { maxLength: 3 }),
      }),
    },
    { weight: 4, arbitrary: deeper().map((inner): Expression => ({ type: 'not', part: inner })) },
    ...existences(reach, depth).map((arbitrary) => ({ weight: 3, arbitrary })),
  )
}

/** Every field of the rows at hand that holds one comparable value. */
function fieldsOf(reach: Reach, wanted?: ValueType): Extract<Operand, { type: 'field' }>[] {
  return reach.rows.flatMap((row) => {
    const declared = [...entityOf(row.entity).fields.values()].filter(
      (field) => field.plugin !== 'extra' || reach.plugin === 'extra',
    )
    const names = ['id', 'createdBy', 'createdAt', ...declared.map((field) => field.name)]
    return names
      .map((field) => ({ type: 'field' as const, row, field }))
      .filter((operand) =>
        wanted ? operandType(operand, entityOf) === wanted : operandType(operand, entityOf) !== null,
      )
  })
}

function comparison(reach: Reach): fc.Arbitrary<Expression> {
  return fc.constantFrom(...fieldsOf(reach)).chain((left) => {
    const type = operandType(left, entityOf) as ValueType
    const ordered = !['word', 'bool', 'id'].includes(type)
    const ops: CompareOp[] = ordered ? ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] : ['eq', 'ne']
    return fc.record({
      type: fc.constant('compare' as const),
      op: fc.constantFrom(...ops),
      left: fc.constant(left),
      right: other(left, type, reach),
    })
  })
}

/** Something to compare a field with: a literal, another field, the actor, the clock. */
function other(left: Extract<Operand, { type: 'field' }>, type: ValueType, reach: Reach): fc.Arbitrary<Operand> {
  const actor = (value: ActorValue): Operand => ({ type: 'actor', value })
  const special: Operand[] = [
    ...(type === 'id' ? [actor('id'), actor('partner'), actor('account')] : []),
    ...(type === 'instant' ? [{ type: 'now' } as const] : []),
    ...(type === 'date' ? [{ type: 'today' } as const] : []),
  ]
  const arbitraries = [
    { weight: 3, arbitrary: literal(left, type) },
    { weight: 1, arbitrary: fc.constantFrom<Operand>(...fieldsOf(reach, type)) },
    ...(special.length > 0 ? [{ weight: 4, arbitrary: fc.constantFrom(...special) }] : []),
  ]
  return fc.oneof(...arbitraries)
}

function literal(field: Extract<Operand, { type: 'field' }>, type: ValueType): fc.Arbitrary<Operand> {
  const words = ruleField(entityOf(field.row.entity), field.field)?.definition?.values ?? []
  const pool = type === 'word' ? words : values[type]
  return fc
    .constantFrom(...pool)
    .map((value): Operand => ({ type: 'value', value: value instanceof Date ? value.toISOString() : value }))
}

function membership(reach: Reach): fc.Arbitrary<Expression> {
  return fc.constantFrom(...fieldsOf(reach)).chain((left) => {
    const type = operandType(left, entityOf) as ValueType
    const literals: fc.Arbitrary<Operand | readonly Operand[]> = fc.array(literal(left, type), { maxLength: 3 })
    const lists = fc
      .constantFrom<ActorValue>('partnerTree', 'teams', 'territories')
      .map((value): Operand => ({ type: 'actor', value }))
    const list =
      type === 'id' ? fc.oneof({ weight: 3, arbitrary: lists }, { weight: 1, arbitrary: literals }) : literals
    return fc.record({ type: fc.constant('in' as const), left: fc.constant(left), list })
  })
}

function nullness(reach: Reach): fc.Arbitrary<Expression> {
  return fc.constantFrom(...fieldsOf(reach)).map((operand): Expression => ({ type: 'isNull', operand }))
}

const earlier = (entity: string): readonly string[] => shopEntities.slice(0, shopEntities.indexOf(entity as never))

/** Where no row's rule may look: into what is as late as the entity that the rule is of, or later. */
function allowed({ rows }: Reach): readonly string[] {
  return ['partner', 'partnerMember', ...earlier(rows[0]?.entity ?? '')]
}

function readables(reach: Reach): fc.Arbitrary<Expression>[] {
  const found = reach.rows.flatMap((row) =>
    [...entityOf(row.entity).fields.values()]
      .filter((field) => field.definition.kind === 'ref' && allowed(reach).includes(field.target?.name ?? ''))
      .map((field): Expression => ({ type: 'readable', row, field: field.name })),
  )
  return found.length > 0 ? [fc.constantFrom(...found)] : []
}

function existences(reach: Reach, depth: number): fc.Arbitrary<Expression>[] {
  const { rows } = reach
  if (rows.length > 2) return []
  return [
    fc.constantFrom(...allowed(reach)).chain((entity) => {
      const row = { index: rows.length, entity }
      return part({ ...reach, rows: [...rows, row] }, depth - 1).map(
        (where): Expression => ({ type: 'exists', row, where }),
      )
    }),
  ]
}
