import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import { isRootRead } from '../root-read.ts'
import { isRootWrite } from '../root-write.ts'

/** A query or mutation of which every field is derived from the model, so that its answer is the JSON its statements give. */
export interface Derived {
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  /** The variables that what is selected hangs on: by directives, or by arguments of fields within fields. */
  readonly selectsBy: readonly string[]
  /** Whether something with arguments, within a root field, goes by the name of one of its arguments: their values could be mistaken. */
  readonly isAmbiguous: boolean
  /** Whether variables may say how many rows are read. */
  readonly sizedByVariables: boolean
  /** Whether the JSON must be read and written anew: PostgreSQL writes some values otherwise than JavaScript. */
  readonly rewritten: boolean
}

/** A field of an operation, as `Type.field`, and who makes it. */
export interface FieldOrigin {
  readonly field: string
  readonly by: 'SQL' | 'code' | 'the write pipeline'
}

/** What one operation of a validated document is; or why it is no such one. */
export function derivedOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): Derived | string {
  const operation = getOperationAST(document, operationName)
  if (!operation) return 'There is no such operation.'
  return derivedOperation(schema, document, operation)
}

/** The same for an operation as it is given, which may be a part of the document's. */
export function derivedOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Derived | string {
  if (operation.operation === 'subscription') return 'It is a subscription.'
  return new Look(schema, document, operation).result()
}

/** Who makes each field of an operation. */
export function fieldOrigins(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): readonly FieldOrigin[] {
  const operation = getOperationAST(document, operationName)
  return operation ? new Look(schema, document, operation).origins() : []
}

/** Arguments that say which rows, not how many. */
export const unsized: ReadonlySet<string> = new Set([
  ...['where', 'orderBy', 'id', 'after', 'before', 'deleted', 'groupBy', 'text', 'entities'],
  ...['input', 'patch', 'ifVersion', 'by'],
])

/** Arguments that are bound in the statements of root fields. */
const argumentNames: ReadonlySet<string> = new Set([...unsized, 'first', 'last', 'ids'])

class Look {
  readonly #schema: GraphQLSchema
  readonly #operation: OperationDefinitionNode
  readonly #root: GraphQLNamedType | undefined
  readonly #fragments: Record<string, FragmentDefinitionNode> = {}
  readonly #seen = new Set<string>()
  readonly #origins: FieldOrigin[] = []
  readonly #selectsBy = new Set<string>()
  #isAmbiguous = false
  #sizedByVariables = false
  #rewritten = false

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema
    this.#operation = operation
    this.#root = schema.getRootType(operation.operation) ?? undefined
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition
  }

  result(): Derived | string {
    if (this.#operation.directives?.length) return 'It has a directive.'
    this.#selection(this.#operation.selectionSet, this.#root)
    const made = this.#origins.find(({ by }) => by === 'code')
    if (made) return `${made.field} is made by code.`
    return {
      operation: this.#operation,
      fragments: this.#fragments,
      selectsBy: [...this.#selectsBy],
      isAmbiguous: this.#isAmbiguous,
      sizedByVariables: this.#sizedByVariables,
      rewritten: this.#rewritten,
    }
  }

  origins(): readonly FieldOrigin[] {
    this.#selection(this.#operation.selectionSet, this.#root)
    return this.#origins
  }

  #selection({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): void {
    for (const selection of selections) {
      for (const directive of selection.directives ?? []) this.#selects(directive)
      if (selection.kind === Kind.FIELD) this.#field(selection, parent)
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        this.#selection(selection.selectionSet, this.#type(selection.typeCondition?.name.value) ?? parent)
      else this.#fragment(selection.name.value)
    }
  }

  #fragment(name: string): void {
    const fragment = this.#fragments[name]
    if (!fragment || this.#seen.has(name)) return
    this.#seen.add(name)
    this.#selection(fragment.selectionSet, this.#type(fragment.typeCondition.name.value))
  }

  #field(node: FieldNode, parent: GraphQLNamedType | undefined): void {
    const name = node.name.value
    if (name === '__typename') return
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
    const isRoot = parent === this.#root
    const by = field ? maker(field.extensions.tessera, isRoot) : 'code'
    this.#origins.push({ field: `${parent?.name}.${name}`, by })
    // What stands under a field that code makes is read for the rows it gives.
    if (!field || by === 'code') return
    // What has no arguments binds nothing.
    this.#isAmbiguous ||= !isRoot && field.args.length > 0 && argumentNames.has(node.alias?.value ?? name)
    for (const argument of node.arguments ?? []) {
      // What a root field is asked is no part of what it selects.
      if (!isRoot) this.#selects(argument)
      this.#sizedByVariables ||= argument.value.kind === Kind.VARIABLE && !unsized.has(argument.name.value)
    }
    const type = getNamedType(field.type)
    this.#rewritten ||= type.name === 'JSON' || type.name === 'Float'
    if (node.selectionSet) this.#selection(node.selectionSet, type)
  }

  #selects(node: ASTNode): void {
    for (const name of variablesOf(node)) this.#selectsBy.add(name)
  }

  #type(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.#schema.getType(name)
  }
}

function maker(plan: unknown, isRoot: boolean): FieldOrigin['by'] {
  if (!isRoot) return isRead(plan) ? 'SQL' : 'code'
  return isRootWrite(plan) ? 'the write pipeline' : isRootRead(plan) ? 'SQL' : 'code'
}

/** Whether SQL makes a field of a derived type. */
const isRead = (plan: unknown): boolean =>
  plan === true || (typeof plan === 'object' && plan !== null && !('read' in plan && plan.read === 'code'))

/** The names of the variables in a part of a document. */
export function variablesOf(node: ASTNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(node, {
    Variable({ name }) {
      names.add(name.value)
    },
  })
  return names
}
