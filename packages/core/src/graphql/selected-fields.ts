import {
  type FieldNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql'
import { TesseraError } from '../errors/tessera-error.ts'

/** The part of a resolver's info that a selection is read from. */
export type SelectionInfo = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>

/** A field as it is selected: everything under one response key. */
export interface SelectedField {
  readonly key: string
  readonly name: string
  readonly nodes: readonly FieldNode[]
  /** Null for `__typename`. */
  readonly definition: GraphQLField<unknown, unknown> | null
}

/** The fields selected under some field nodes for an object type, in the order of the response (specification, section 6.3.2). */
export function selectedFields(
  info: SelectionInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): SelectedField[] {
  const groups = new Map<string, FieldNode[]>()
  const seen = new Set<string>()
  for (const node of nodes) if (node.selectionSet) collect(info, type, node.selectionSet, groups, seen)
  return [...groups].map(([key, group]) => {
    const name = (group[0] as FieldNode).name.value
    return { key, name, nodes: group, definition: name === '__typename' ? null : (type.getFields()[name] ?? null) }
  })
}

function collect(
  info: SelectionInfo,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  groups: Map<string, FieldNode[]>,
  seen: Set<string>,
): void {
  for (const selection of selections) {
    if (selection.directives?.length && isLeftOut(info, selection)) continue
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value
      const group = groups.get(key)
      if (group) group.push(selection)
      else groups.set(key, [selection])
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      if (applies(info, type, selection.typeCondition)) collect(info, type, selection.selectionSet, groups, seen)
    } else {
      const name = selection.name.value
      const fragment = info.fragments[name]
      if (!fragment || seen.has(name)) continue
      seen.add(name)
      if (applies(info, type, fragment.typeCondition)) collect(info, type, fragment.selectionSet, groups, seen)
    }
  }
}

/** @throws QUERY_INVALID where a variable with a default, which may be null, is null */
function isLeftOut(info: SelectionInfo, selection: SelectionNode): boolean {
  try {
    return (
      getDirectiveValues(GraphQLSkipDirective, selection, info.variableValues)?.if === true ||
      getDirectiveValues(GraphQLIncludeDirective, selection, info.variableValues)?.if === false
    )
  } catch (error) {
    throw new TesseraError('QUERY_INVALID', { reason: (error as Error).message }, { cause: error })
  }
}

function applies(
  info: SelectionInfo,
  type: GraphQLObjectType,
  condition: Parameters<typeof typeFromAST>[1] | undefined,
): boolean {
  if (!condition) return true
  const wanted = typeFromAST(info.schema, condition)
  return wanted === type || (isAbstractType(wanted) && info.schema.isSubType(wanted, type))
}

/** A selected field's arguments, with variables and defaults filled in. */
export function argumentsOf(info: SelectionInfo, { definition, nodes }: SelectedField): Record<string, unknown> {
  return definition ? getArgumentValues(definition, nodes[0] as FieldNode, info.variableValues) : {}
}
