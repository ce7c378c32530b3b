import { GraphQLSchema, lexicographicSortSchema, printSchema as print } from 'graphql'
import type { Assembly } from '../plugin/assembly.ts'
import { addAggregates, addSharedAggregates } from './aggregates.ts'
import { addConditions, addWhere } from './conditions.ts'
import { addInputs, addSharedInputs } from './inputs.ts'
import { loadReturnedRows } from './load-rows.ts'
import { makeKit } from './make-kit.ts'
import { addMutations } from './mutations.ts'
import { typeName } from './names.ts'
import { addOrders } from './orders.ts'
import { addOutputs, addSharedOutputs } from './outputs.ts'
import { PluginBuilder } from './plugin-builder.ts'
import type { PluginTypes } from './plugin-types.ts'
import { addGlobalQueries, addQueries } from './queries.ts'
import { scalars } from './scalars.ts'
import { type FieldConfigs, TypeWriter } from './type-writer.ts'

/**
 * The schema of an assembly: what its models derive, and what plugins add. The same for everybody; who may see what is decided
 * when a query runs.
 * @throws NAME_CLASH, GRAPHQL_FIELD_UNPLANNED
 */
export function buildSchema(assembly: Assembly): GraphQLSchema {
  const { registry } = assembly
  const writer = new TypeWriter(scalars)
  let added: PluginTypes | null = null
  const more = (name: string): FieldConfigs => added?.fieldsOf(name) ?? {}
  addConditions(writer)
  addSharedOutputs(writer)
  addSharedInputs(writer)
  addSharedAggregates(writer)
  const entities = [...registry.entities.values()]
  for (const entity of entities) writer.claim(`entity ${typeName(entity)}`, entity.plugin)
  for (const entity of entities) {
    addOutputs(writer, entity, () => more(typeName(entity)))
    addWhere(writer, entity)
    addOrders(writer, entity)
    addAggregates(writer, entity)
    addInputs(writer, entity)
    addQueries(writer, entity)
    addMutations(writer, entity)
  }
  addGlobalQueries(writer, registry)
  const adding = assembly.plugins.filter(({ definition }) => definition.graphql)
  if (adding.length > 0) {
    const plugins = new PluginBuilder()
    for (const { model, definition } of adding) definition.graphql?.(makeKit(model, registry, plugins, writer))
    added = plugins.build(writer.types)
  }
  const schema = new GraphQLSchema({
    query: writer.root('Query', () => more('Query')),
    mutation: writer.root('Mutation', () => more('Mutation')),
    types: [...writer.types.values(), ...(added?.types ?? [])],
  })
  loadReturnedRows(schema, registry)
  return schema
}

/** The schema of an assembly in GraphQL's own language, sorted, to be compared and kept. */
export function printSchema(assembly: Assembly): string {
  return print(lexicographicSortSchema(buildSchema(assembly)))
}
