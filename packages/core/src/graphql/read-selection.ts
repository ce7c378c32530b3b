import { type FieldNode, type GraphQLObjectType, getNamedType } from 'graphql'
import { TesseraError } from '../errors/tessera-error.ts'
import type { EntityMeta } from '../model/registry.ts'
import type {
  AggregateFunction,
  AggregateItem,
  AggregateSelection,
  FigureItem,
  GroupItem,
} from '../query/aggregate-selection.ts'
import type { SearchItem, SearchSelection } from '../query/search-sql.ts'
import type {
  ConnectionItem,
  ConnectionSelection,
  Constant,
  EdgeItem,
  ListArguments,
  PageInfoField,
  Part,
  RowItem,
  RowSelection,
} from '../query/selection.ts'
import type { FigurePlan, RowFieldPlan } from './field-plan.ts'
import { typeName } from './names.ts'
import { argumentsOf, type SelectedField, type SelectionInfo, selectedFields } from './selected-fields.ts'

type Nodes = readonly FieldNode[]

/** What a query wants of rows of an entity. `typed`: the row stands where rows of other entities may stand too. */
export function readRow(info: SelectionInfo, entity: EntityMeta, nodes: Nodes, typed = false): RowSelection {
  const type = objectType(info, typeName(entity))
  const items: RowItem[] = []
  const needs = new Set<string>()
  for (const field of selectedFields(info, type, nodes)) {
    const plan = planOf<RowFieldPlan>(field)
    if (!plan) items.push(typename(field.key, type))
    else if (plan.read === 'code') for (const need of ['id', ...plan.needs]) needs.add(need)
    else items.push(rowItem(info, field, plan))
  }
  return { entity, items, needs: [...needs], typed }
}

function rowItem(info: SelectionInfo, field: SelectedField, plan: Exclude<RowFieldPlan, { read: 'code' }>): RowItem {
  const { key, nodes } = field
  switch (plan.read) {
    case 'field':
    case 'ids':
      return { key, type: plan.read, field: plan.field }
    case 'parts':
      return { key, type: 'parts', field: plan.field, parts: readParts(info, field) }
    case 'ref':
    case 'refs':
      return { key, type: plan.read, field: plan.field, row: readRow(info, plan.entity, nodes) }
    case 'nodeId':
      return { key, type: 'nodeId' }
    case 'list':
      return {
        key,
        type: 'list',
        inverse: plan.inverse,
        args: argumentsOf(info, field) as ListArguments,
        connection: readConnection(info, plan.inverse.from, nodes),
      }
  }
}

/** What a query wants of a page of rows. */
export function readConnection(info: SelectionInfo, entity: EntityMeta, nodes: Nodes): ConnectionSelection {
  const type = objectType(info, `${typeName(entity)}Connection`)
  const items = selectedFields(info, type, nodes).map((field): ConnectionItem => {
    const { key, name } = field
    switch (name) {
      case 'edges':
        return { key, type: 'edges', items: readEdge(info, entity, field.nodes) }
      case 'nodes':
        return { key, type: 'nodes', row: readRow(info, entity, field.nodes) }
      case 'pageInfo': {
        const pageInfo = objectType(info, 'PageInfo')
        return {
          key,
          type: 'pageInfo',
          items: selectedFields(info, pageInfo, field.nodes).map((item) =>
            item.definition ? { key: item.key, type: item.name as PageInfoField } : typename(item.key, pageInfo),
          ),
        }
      }
      case 'totalCount':
        return { key, type: 'totalCount', upTo: argumentsOf(info, field).upTo }
      default:
        return typename(key, type)
    }
  })
  return { items }
}

function readEdge(info: SelectionInfo, entity: EntityMeta, nodes: Nodes): EdgeItem[] {
  const type = objectType(info, `${typeName(entity)}Edge`)
  return selectedFields(info, type, nodes).map((field): EdgeItem => {
    if (field.name === 'node') return { key: field.key, type: 'node', row: readRow(info, entity, field.nodes) }
    return field.name === 'cursor' ? { key: field.key, type: 'cursor' } : typename(field.key, type)
  })
}

/** What a query wants of figures over groups of rows. */
export function readAggregate(info: SelectionInfo, entity: EntityMeta, nodes: Nodes): AggregateSelection {
  const type = objectType(info, `${typeName(entity)}Aggregate`)
  const items = selectedFields(info, type, nodes).map((field): AggregateItem => {
    const { key, name } = field
    if (!field.definition) return typename(key, type)
    if (name === 'count') return { key, type: 'count' }
    if (name === 'group') return { key, type: 'group', items: readGroup(info, field) }
    return { key, type: name as AggregateFunction, items: readFigures(info, field) }
  })
  return { entity, items }
}

function readGroup(info: SelectionInfo, group: SelectedField): GroupItem[] {
  const type = namedType(group)
  return selectedFields(info, type, group.nodes).map((field): GroupItem => {
    const plan = planOf<FigurePlan>(field)
    if (!plan) return typename(field.key, type)
    if (plan.read === 'ref')
      return { key: field.key, type: 'ref', field: plan.field, row: readRow(info, plan.entity, field.nodes) }
    return { key: field.key, type: 'value', field: plan.field }
  })
}

function readFigures(info: SelectionInfo, figure: SelectedField): FigureItem[] {
  const type = namedType(figure)
  return selectedFields(info, type, figure.nodes).map((field): FigureItem => {
    const plan = planOf<FigurePlan>(field)
    if (!plan) return typename(field.key, type)
    if (plan.read === 'money')
      return { key: field.key, type: 'money', field: plan.field, parts: readParts(info, field) }
    return { key: field.key, type: 'figure', field: plan.field }
  })
}

/** What a query wants of the rows a search finds, for each entity it may find them in. */
export function readSearch(
  info: SelectionInfo,
  entities: readonly EntityMeta[],
  nodes: Nodes,
  typed: boolean,
): SearchSelection {
  const type = objectType(info, 'SearchHit')
  const items = selectedFields(info, type, nodes).map((field): SearchItem => {
    const { key, name } = field
    if (name === 'node')
      return {
        key,
        type: 'node',
        rows: new Map(entities.map((entity) => [entity.name, readRow(info, entity, field.nodes, typed)])),
      }
    return name === 'entity' || name === 'title' ? { key, type: name } : typename(key, type)
  })
  return { items }
}

function readParts(info: SelectionInfo, field: SelectedField): Part[] {
  const type = namedType(field)
  return selectedFields(info, type, field.nodes).map(({ key, name, definition }) => ({
    key,
    part: definition ? name : typename(key, type),
  }))
}

const typename = (key: string, type: GraphQLObjectType): { readonly key: string } & Constant => ({
  key,
  type: 'constant',
  value: type.name,
})

const namedType = (field: SelectedField): GraphQLObjectType => getNamedType(field.definition?.type) as GraphQLObjectType

const objectType = (info: SelectionInfo, name: string): GraphQLObjectType =>
  info.schema.getType(name) as GraphQLObjectType

/** Null for `__typename`. */
function planOf<P>({ definition }: SelectedField): P | null {
  if (!definition) return null
  const plan = definition.extensions.tessera
  if (typeof plan !== 'object' || plan === null)
    throw new TesseraError('GRAPHQL_FIELD_UNPLANNED', { field: definition.name })
  return plan as P
}
