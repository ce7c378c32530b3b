import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  type GraphQLNullableType,
  GraphQLObjectType,
  type GraphQLScalarType,
  GraphQLString,
  type GraphQLType,
} from 'graphql'
import { TesseraError } from '../errors/tessera-error.ts'
import type { RequestContext } from './request-context.ts'

/** A type as in GraphQL's own language: `Account`, `[Account!]!`. */
export type TypeText = string

export interface InputField {
  readonly type: TypeText
  readonly description?: string | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: derived types are known only at run time
type Resolve = (source: any, args: any, context: RequestContext, info: any) => unknown

export interface OutputField {
  readonly type: TypeText
  readonly description?: string | undefined
  readonly args?: Readonly<Record<string, InputField>>
  /** How the field's value is read; the planner looks it up where the field is selected. */
  readonly plan?: unknown
  readonly resolve?: Resolve
}

interface ObjectOptions {
  readonly description?: string | undefined
  readonly interfaces?: readonly string[]
}

export type FieldConfigs = Record<string, GraphQLFieldConfig<unknown, RequestContext>>

/** Takes the value SQL put under the field's own response key. */
const byResponseKey: Resolve = (source, _args, _context, info) => source[info.path.key]

/** Makes the derived types from plain data, and refuses a name twice. Types refer to each other by name, in any order. */
export class TypeWriter {
  readonly #owners = new Map<string, string>([
    ['Query', 'the core'],
    ['Mutation', 'the core'],
    ['Subscription', 'the core'],
  ])
  readonly #types = new Map<string, GraphQLNamedType>()
  readonly #references = new Map<TypeText, GraphQLType>()
  readonly #queries: Record<string, OutputField> = {}
  readonly #mutations: Record<string, OutputField> = {}

  constructor(scalars: readonly GraphQLScalarType[]) {
    for (const scalar of [GraphQLID, GraphQLInt, GraphQLFloat, GraphQLString, GraphQLBoolean, ...scalars]) {
      this.claim(scalar.name, 'the core')
      this.#types.set(scalar.name, scalar)
    }
  }

  /** All types written so far, by name. */
  get types(): ReadonlyMap<string, GraphQLNamedType> {
    return this.#types
  }

  /** Claims a name for `owner`. @throws NAME_CLASH */
  claim(name: string, owner: string): void {
    const first = this.#owners.get(name)
    if (first) throw new TesseraError('NAME_CLASH', { what: 'GraphQL name', name, first, second: owner })
    this.#owners.set(name, owner)
  }

  has(name: string): boolean {
    return this.#owners.has(name)
  }

  /** `more` gives fields that others add. */
  object(
    name: string,
    owner: string,
    options: ObjectOptions,
    fields: () => Readonly<Record<string, OutputField>>,
    more?: () => FieldConfigs,
  ): void {
    this.#add(
      new GraphQLObjectType({
        name,
        description: options.description,
        interfaces: () => (options.interfaces ?? []).map((each) => this.#types.get(each) as GraphQLInterfaceType),
        fields: () => ({ ...this.#outputs(fields()), ...more?.() }),
      }),
      owner,
    )
  }

  interface(
    name: string,
    owner: string,
    description: string,
    fields: Readonly<Record<string, OutputField>>,
    typeOf: (value: never) => string,
  ): void {
    this.#add(
      new GraphQLInterfaceType({
        name,
        description,
        resolveType: typeOf as never,
        fields: () => this.#outputs(fields),
      }),
      owner,
    )
  }

  input(
    name: string,
    owner: string,
    description: string | undefined,
    fields: () => Readonly<Record<string, InputField>>,
  ): void {
    this.#add(new GraphQLInputObjectType({ name, description, fields: () => this.#inputs(fields()) }), owner)
  }

  enumeration(name: string, owner: string, description: string | undefined, values: readonly string[]): void {
    this.#add(
      new GraphQLEnumType({ name, description, values: Object.fromEntries(values.map((value) => [value, { value }])) }),
      owner,
    )
  }

  query(name: string, owner: string, field: OutputField): void {
    this.claim(`Query.${name}`, owner)
    this.#queries[name] = field
  }

  mutation(name: string, owner: string, field: OutputField): void {
    this.claim(`Mutation.${name}`, owner)
    this.#mutations[name] = field
  }

  /** The type of all queries, or of all mutations, with what plugins add. */
  root(name: 'Query' | 'Mutation', more: () => FieldConfigs): GraphQLObjectType {
    const fields = name === 'Query' ? this.#queries : this.#mutations
    return new GraphQLObjectType({ name, fields: () => ({ ...this.#outputs(fields), ...more() }) })
  }

  #add(type: GraphQLNamedType, owner: string): void {
    this.claim(type.name, owner)
    this.#types.set(type.name, type)
  }

  #outputs(fields: Readonly<Record<string, OutputField>>): FieldConfigs {
    return mapValues(fields, ({ type, description, args = {}, plan, resolve = byResponseKey }) => ({
      type: this.#reference(type),
      description,
      args: this.#inputs(args),
      resolve,
      extensions: { tessera: plan ?? true },
    }))
  }

  #inputs(
    fields: Readonly<Record<string, InputField>>,
  ): Record<string, { type: GraphQLInputType; description: string | undefined }> {
    return mapValues(fields, ({ type, description }) => ({ type: this.#reference(type), description }))
  }

  #reference<T extends GraphQLType>(text: TypeText): T {
    let type = this.#references.get(text)
    if (!type) {
      type = this.#read(text)
      this.#references.set(text, type)
    }
    return type as T
  }

  #read(text: TypeText): GraphQLType {
    if (text.endsWith('!')) return new GraphQLNonNull(this.#reference<GraphQLNullableType>(text.slice(0, -1)))
    if (text.startsWith('[')) return new GraphQLList(this.#reference(text.slice(1, -1)))
    const type = this.#types.get(text)
    if (!type) throw new Error(`There is no derived type ${text}.`)
    return type
  }
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
