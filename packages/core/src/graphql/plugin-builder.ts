import SchemaBuilder from '@pothos/core'
import type { GraphQLNamedType } from 'graphql'
import type { EntityMeta } from '../model/registry.ts'
import type { GraphqlBuilder, GraphqlTypes } from './graphql-types.ts'
import { typeName } from './names.ts'
import { PluginTypes, standInField } from './plugin-types.ts'
import { scalars } from './scalars.ts'

type StandIn = ReturnType<GraphqlBuilder['objectRef']>

/** The one Pothos builder that all plugins add to. */
export class PluginBuilder {
  readonly builder: GraphqlBuilder = new SchemaBuilder<GraphqlTypes>({})
  readonly #standIns = new Map<string, StandIn>()

  constructor() {
    this.builder.queryType({})
    this.builder.mutationType({})
    for (const scalar of scalars) this.builder.addScalarType(scalar.name as 'JSON', scalar)
  }

  /** Stands for an entity's type, whose fields are derived elsewhere. */
  standIn(entity: EntityMeta): StandIn {
    const name = typeName(entity)
    let found = this.#standIns.get(name)
    if (!found) {
      const made = this.builder.objectRef<unknown>(name)
      made.implement({ fields: (t) => ({ [standInField]: t.boolean({ nullable: true, resolve: () => null }) }) })
      found = made
      this.#standIns.set(name, found)
    }
    return found
  }

  /** What was added, fitted into the derived types. @throws NAME_CLASH */
  build(derived: ReadonlyMap<string, GraphQLNamedType>): PluginTypes {
    return new PluginTypes(this.builder.toSchema({ sortSchema: false }), derived, new Set(this.#standIns.keys()))
  }
}
