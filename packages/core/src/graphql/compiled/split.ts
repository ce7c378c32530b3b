import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql'
import { type Derived, derivedOperation, unsized, variablesOf } from './derived.ts'

/** A query of which code makes some fields, and SQL the others: in two, that each may take its own road. */
export interface Split {
  /** The root fields that are derived from the model. */
  readonly derived: Derived
  /** The others. */
  readonly rest: DocumentNode
  /** The response's keys, in their order. */
  readonly keys: readonly string[]
}

/** Null where nothing can be told apart: all is made by code, or something other than plain fields stands at the root. */
export function splitOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): Split | null {
  const operation = getOperationAST(document, operationName)
  if (operation?.operation !== 'query' || operation.directives?.length) return null
  const fields = operation.selectionSet.selections.filter((node): node is FieldNode => node.kind === Kind.FIELD)
  const keys = fields.map((field) => field.alias?.value ?? field.name.value)
  if (fields.length < operation.selectionSet.selections.length || new Set(keys).size < keys.length) return null
  const only = (selections: readonly FieldNode[]): OperationDefinitionNode => ({
    ...operation,
    selectionSet: { ...operation.selectionSet, selections },
  })
  const isDerived = (field: FieldNode): boolean =>
    field.name.value !== '__typename' && typeof derivedOperation(schema, document, only([field])) !== 'string'
  const read = fields.filter(isDerived)
  const derived = read.length === 0 ? '' : derivedOperation(schema, document, only(read))
  if (typeof derived === 'string') return null
  const made = only(fields.filter((field) => !read.includes(field)))
  const definitions = document.definitions.map((definition) => (definition === operation ? made : definition))
  return { derived, rest: { ...document, definitions }, keys }
}

/** Whether variables may say how much is asked for. Of what code makes, any list may. */
export function isSizedByVariables(document: DocumentNode): boolean {
  let found = false
  visit(document, {
    Argument(argument) {
      found ||= variablesOf(argument).size > 0 && !unsized.has(argument.name.value)
    },
  })
  return found
}
