import {
  type GraphQLArgument,
  type GraphQLFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  type GraphQLNullableType,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLType,
  GraphQLUnionType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql'
import { TesseraError } from '../errors/tessera-error.ts'
import type { FieldConfigs } from './type-writer.ts'

const roots: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription'])

/**
 * What plugins added through Pothos, fitted into the derived schema. In Pothos' own schema an entity's type is a stand-in of
 * the same name; here every reference to it leads to the derived type. (Pothos could build the derived types too, but takes
 * more than twice as long for hundreds of entities.)
 */
export class PluginTypes {
  readonly #schema: GraphQLSchema
  readonly #derived: ReadonlyMap<string, GraphQLNamedType>
  readonly #standIns: ReadonlySet<string>
  readonly #own = new Map<string, GraphQLNamedType>()

  /** @throws NAME_CLASH */
  constructor(schema: GraphQLSchema, derived: ReadonlyMap<string, GraphQLNamedType>, standIns: ReadonlySet<string>) {
    this.#schema = schema
    this.#derived = derived
    this.#standIns = standIns
    for (const type of Object.values(schema.getTypeMap())) {
      const { name } = type
      // Pothos makes a copy of each scalar it is given.
      const shared = isIntrospectionType(type) || (isScalarType(type) && derived.has(name))
      if (shared || roots.has(name) || standIns.has(name)) continue
      if (derived.has(name))
        throw new TesseraError('NAME_CLASH', {
          what: 'GraphQL name',
          name,
          first: 'the core',
          second: 'a plugin, through `kit.builder`',
        })
      this.#own.set(name, this.#fitted(type))
    }
  }

  /** Types that plugins define. */
  get types(): readonly GraphQLNamedType[] {
    return [...this.#own.values()]
  }

  /** The fields that plugins add to an entity's type, or to a root type. @throws GRAPHQL_FIELD_UNPLANNED */
  fieldsOf(name: string): FieldConfigs {
    const type = this.#schema.getType(name)
    if (!isObjectType(type)) return {}
    const fields = Object.entries(type.toConfig().fields).filter(
      ([field]) => !this.#standIns.has(name) || field !== standInField,
    )
    for (const [field, { extensions }] of fields) {
      if (this.#standIns.has(name) && extensions?.tessera === undefined)
        throw new TesseraError('GRAPHQL_FIELD_UNPLANNED', { field: `${name}.${field}` })
    }
    return Object.fromEntries(fields.map(([field, config]) => [field, this.#fittedField(config)]))
  }

  #fitted(type: GraphQLNamedType): GraphQLNamedType {
    if (isObjectType(type)) {
      const config = type.toConfig()
      return new GraphQLObjectType({
        ...config,
        interfaces: () => config.interfaces.map((each) => this.#named(each)),
        fields: () => mapFields(config.fields, (field) => this.#fittedField(field)),
      })
    }
    if (isInterfaceType(type)) {
      const config = type.toConfig()
      return new GraphQLInterfaceType({
        ...config,
        interfaces: () => config.interfaces.map((each) => this.#named(each)),
        fields: () => mapFields(config.fields, (field) => this.#fittedField(field)),
      })
    }
    if (isUnionType(type)) {
      const config = type.toConfig()
      return new GraphQLUnionType({ ...config, types: () => config.types.map((each) => this.#named(each)) })
    }
    if (isInputObjectType(type)) {
      const config = type.toConfig()
      return new GraphQLInputObjectType({
        ...config,
        fields: () =>
          mapFields(config.fields, (field) => ({ ...field, type: this.#reference(field.type) as GraphQLInputType })),
      })
    }
    return type
  }

  // biome-ignore lint/suspicious/noExplicitAny: fields of every type pass through here
  #fittedField(config: GraphQLFieldConfig<any, any>): GraphQLFieldConfig<any, any> {
    const args = Object.fromEntries(
      Object.entries(config.args ?? {}).map(([name, arg]) => [
        name,
        { ...arg, type: this.#reference(arg.type as GraphQLArgument['type']) as GraphQLInputType },
      ]),
    )
    return { ...config, args, type: this.#reference(config.type) as GraphQLOutputType }
  }

  #reference(type: GraphQLType): GraphQLType {
    if (isNonNullType(type)) return new GraphQLNonNull(this.#reference(type.ofType) as GraphQLNullableType)
    if (isListType(type)) return new GraphQLList(this.#reference(type.ofType))
    return this.#named(type as GraphQLNamedType)
  }

  #named<T extends GraphQLNamedType>(type: T): T {
    return (this.#derived.get(type.name) ?? this.#own.get(type.name) ?? type) as T
  }
}

/** The only field of a stand-in: Pothos makes no type without any. */
export const standInField = '_'

const mapFields = <A, B>(fields: Readonly<Record<string, A>>, change: (field: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]))
