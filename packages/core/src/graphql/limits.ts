import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
  typeFromAST,
  type ValueNode,
} from 'graphql'
import { TesseraError } from '../errors/tessera-error.ts'
import { defaultGroups } from '../query/aggregate-selection.ts'
import { defaultPage, largestPage } from '../query/selection.ts'

/** What a query may ask for. Each limit has its own coded error. */
export interface QueryLimits {
  /** Words and signs of the document; texts count as one. */
  readonly tokens: number
  /** Bytes of the document, texts in it included. */
  readonly characters: number
  /** How deep fields stand in fields. */
  readonly depth: number
  /** Values that may be read: fields times the rows they may stand in. */
  readonly cost: number
  readonly rootFields: number
  readonly aliases: number
  readonly directives: number
  /** How deep lists and objects stand in each other in variables. */
  readonly variableDepth: number
  /** How long the database may work on one root field, in ms. The embedded database knows no such limit. */
  readonly readMs: number
}

export const defaultLimits: QueryLimits = {
  tokens: 4000,
  characters: 200_000,
  depth: 16,
  cost: 500_000,
  rootFields: 20,
  aliases: 200,
  directives: 100,
  variableDepth: 40,
  readMs: 30_000,
}

/** Reads a document, unless it is too large to be read safely. @throws QUERY_TOO_LARGE, QUERY_TOO_DEEP */
export function parseLimited(source: string | Source, limits: QueryLimits): DocumentNode {
  const body = typeof source === 'string' ? source : source.body
  if (body.length > limits.characters)
    throw new TesseraError('QUERY_TOO_LARGE', { limit: limits.characters, what: 'characters' })
  // The parser calls itself for each level, so that brackets alone could overflow the stack.
  const lexer = new Lexer(new Source(body))
  let tokens = 0
  let level = 0
  let deepest = 0
  while (lexer.advance().kind !== TokenKind.EOF) {
    if (++tokens > limits.tokens)
      throw new TesseraError('QUERY_TOO_LARGE', { limit: limits.tokens, what: 'words and signs' })
    const { kind } = lexer.token
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L)
      deepest = Math.max(deepest, ++level)
    else if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) level--
  }
  const most = limits.depth * 4
  if (deepest > most) throw new TesseraError('QUERY_TOO_DEEP', { depth: deepest, limit: most })
  return parse(source)
}

/** One operation of a document with its variables. */
export interface Operation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/**
 * Refuses an operation that asks for too much, before it is validated: some rules of validation take quadratic time.
 * @throws QUERY_TOO_DEEP, QUERY_TOO_COSTLY, QUERY_TOO_LARGE
 */
export function checkLimits(operation: Operation, limits: QueryLimits): void {
  refuseDeepVariables(operation.variables, limits.variableDepth)
  new Measure(operation, limits).check()
}

/** @throws QUERY_TOO_DEEP */
export function refuseDeepVariables(variables: unknown, limit: number): void {
  // A loop, since what is looked for would overflow the stack.
  let level: unknown[] = [variables]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) throw new TesseraError('QUERY_TOO_DEEP', { depth: `more than ${limit}`, limit })
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
}

interface Size {
  readonly depth: number
  readonly cost: number
}

class Measure {
  readonly #operation: Operation
  readonly #limits: QueryLimits
  readonly #fragments = new Map<string, FragmentDefinitionNode>()
  /** Sizes of fragments, so that each is measured once however often it is spread; `empty` while it is being measured. */
  readonly #sizes = new Map<string, Size>()
  #aliases = 0
  #directives = 0

  constructor(operation: Operation, limits: QueryLimits) {
    this.#operation = operation
    this.#limits = limits
    for (const definition of operation.document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition)
  }

  check(): void {
    for (const definition of this.#operation.document.definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) this.#checkOperation(definition)
      else if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragment(definition.name.value)
    }
    if (this.#aliases > this.#limits.aliases)
      throw new TesseraError('QUERY_TOO_LARGE', { limit: this.#limits.aliases, what: 'aliases' })
    if (this.#directives > this.#limits.directives)
      throw new TesseraError('QUERY_TOO_LARGE', { limit: this.#limits.directives, what: 'directives' })
  }

  #checkOperation(operation: OperationDefinitionNode): void {
    const type = this.#operation.schema.getRootType(operation.operation)
    const { depth, cost } = this.#selection(operation.selectionSet, type ?? undefined)
    if (depth > this.#limits.depth) throw new TesseraError('QUERY_TOO_DEEP', { depth, limit: this.#limits.depth })
    if (cost > this.#limits.cost)
      throw new TesseraError('QUERY_TOO_COSTLY', { cost: Math.min(cost, 1e12), limit: this.#limits.cost })
    const roots = this.#rootFields(operation.selectionSet, new Set())
    if (roots > this.#limits.rootFields)
      throw new TesseraError('QUERY_TOO_LARGE', { limit: this.#limits.rootFields, what: 'root fields' })
  }

  #rootFields({ selections }: SelectionSetNode, seen: Set<string>): number {
    let count = 0
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) count++
      else if (selection.kind === Kind.INLINE_FRAGMENT) count += this.#rootFields(selection.selectionSet, seen)
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value)
        const fragment = this.#fragments.get(selection.name.value)
        if (fragment) count += this.#rootFields(fragment.selectionSet, seen)
      }
    }
    return count
  }

  #selection({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): Size {
    let depth = 0
    let cost = 0
    for (const selection of selections) {
      this.#directives += selection.directives?.length ?? 0
      const size =
        selection.kind === Kind.FIELD
          ? this.#field(selection, type)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? this.#fragment(selection.name.value)
            : this.#selection(
                selection.selectionSet,
                selection.typeCondition ? typeFromAST(this.#operation.schema, selection.typeCondition) : type,
              )
      depth = Math.max(depth, size.depth)
      cost += size.cost
    }
    return { depth, cost }
  }

  #fragment(name: string): Size {
    const known = this.#sizes.get(name)
    if (known) return known
    const fragment = this.#fragments.get(name)
    if (!fragment) return empty
    this.#sizes.set(name, empty)
    const size = this.#selection(fragment.selectionSet, typeFromAST(this.#operation.schema, fragment.typeCondition))
    this.#sizes.set(name, size)
    return size
  }

  #field(node: FieldNode, parent: GraphQLNamedType | undefined): Size {
    if (node.alias) this.#aliases++
    const name = node.name.value
    // Introspection reads no rows; validation has its own rule for its depth.
    if (name.startsWith('__')) return { depth: 1, cost: 1 }
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
    const type = field ? getNamedType(field.type) : undefined
    const inner = node.selectionSet
      ? this.#selection(node.selectionSet, isCompositeType(type) ? type : undefined)
      : empty
    const isList = field !== undefined && isListType(getNullableType(field.type))
    return {
      depth: inner.depth + 1,
      cost: 1 + inner.cost * this.#rows(node, field?.args.map((arg) => arg.name) ?? [], isList),
    }
  }

  /** How many rows a field may have: as many as are asked for, or a guess. */
  #rows(node: FieldNode, args: readonly string[], isList: boolean): number {
    if (args.includes('first')) {
      const asked = this.#number(node, 'first') ?? this.#number(node, 'last')
      return Math.min(
        Math.max(asked ?? (isList && args.includes('groupBy') ? defaultGroups : defaultPage), 1),
        largestPage * 10,
      )
    }
    // A list without pages holds what stands in an input, or the few rows of a many-to-many field.
    return isList && !edgeLists.has(node.name.value) ? Math.max(10, ...args.map((arg) => this.#length(node, arg))) : 1
  }

  #number(node: FieldNode, name: string): number | undefined {
    const value = this.#value(node, name)
    return typeof value === 'number' ? value : undefined
  }

  #length(node: FieldNode, name: string): number {
    const value = this.#value(node, name)
    return Array.isArray(value) ? value.length : 0
  }

  #value(node: FieldNode, name: string): unknown {
    const value: ValueNode | undefined = node.arguments?.find((argument) => argument.name.value === name)?.value
    if (value?.kind === Kind.VARIABLE) return this.#operation.variables?.[value.name.value]
    if (value?.kind === Kind.INT) return Number(value.value)
    return value?.kind === Kind.LIST ? value.values : undefined
  }
}

const empty: Size = { depth: 0, cost: 0 }

/** Lists inside of a page, whose rows the page has counted. */
const edgeLists: ReadonlySet<string> = new Set(['edges', 'nodes'])
