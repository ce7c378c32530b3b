import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
} from 'graphql'
import { TesseraError } from '../errors/tessera-error.ts'
import type { EntityMeta, Registry } from '../model/registry.ts'
import { readJson } from '../query/reader.ts'
import { rowsStatement } from '../query/statements.ts'
import { typeName } from './names.ts'
import { readRow } from './read-selection.ts'
import { type RequestContext, signedIn } from './request-context.ts'

/**
 * Lets resolvers of plugins return rows, or their ids, where a field's type is an entity: what the query wants of these rows
 * is read by one statement for the whole place, however many rows it stands in.
 */
export function loadReturnedRows(schema: GraphQLSchema, registry: Registry): void {
  const entities = new Map([...registry.entities.values()].map((entity) => [typeName(entity), entity]))
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const plan = field.extensions.tessera
      const byCode =
        plan === undefined || (typeof plan === 'object' && plan !== null && 'read' in plan && plan.read === 'code')
      const entity = entities.get(getNamedType(field.type).name)
      if (byCode && entity) field.resolve = loading(field, entity)
    }
  }
}

function loading(
  field: GraphQLField<unknown, RequestContext>,
  entity: EntityMeta,
): GraphQLFieldResolver<unknown, RequestContext> {
  const { resolve } = field
  const isList = isListType(getNullableType(field.type))
  return async (source, args, context, info) => {
    // Waits for the code of all rows at this place, so that what they give is read together.
    const call = async (): Promise<unknown> => resolve?.(source, args as never, context, info)
    const result = await context.batches.load(placeOf(info, 'code'), call, (calls) => Promise.all(calls.map(settled)))
    if (result === null || result === undefined) return null
    if (!isList) return load(context, info, entity, idOf(result, entity, info))
    if (!isIterable(result)) throw unexpected(result, entity, info)
    return Promise.all(
      Array.from(result, (item) =>
        item === null || item === undefined ? null : load(context, info, entity, idOf(item, entity, info)),
      ),
    )
  }
}

async function settled(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function load(context: RequestContext, info: GraphQLResolveInfo, entity: EntityMeta, id: string): Promise<unknown> {
  return context.batches.load(placeOf(info, 'rows'), id, async (ids) => {
    const distinct = [...new Set(ids)]
    const found = (await readJson(signedIn(context), (scope) =>
      rowsStatement(scope, readRow(info, entity, info.fieldNodes), distinct),
    )) as readonly unknown[]
    const byId = new Map(distinct.map((each, index) => [each, found[index]]))
    return ids.map((each) => byId.get(each))
  })
}

const places = new WeakMap<object, Readonly<Record<'code' | 'rows', object>>>()

/** Places of a query apart from the one at which a field's own values are gathered. */
function placeOf({ fieldNodes }: GraphQLResolveInfo, what: 'code' | 'rows'): object {
  let place = places.get(fieldNodes)
  if (!place) {
    place = { code: {}, rows: {} }
    places.set(fieldNodes, place)
  }
  return place[what]
}

function idOf(result: unknown, entity: EntityMeta, info: GraphQLResolveInfo): string {
  if (typeof result === 'string') return result
  const id = typeof result === 'object' && result !== null && 'id' in result ? result.id : undefined
  if (typeof id !== 'string') throw unexpected(result, entity, info)
  return id
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value

const unexpected = (got: unknown, entity: EntityMeta, info: GraphQLResolveInfo): TesseraError =>
  new TesseraError('GRAPHQL_ROW_EXPECTED', {
    field: `${info.parentType.name}.${info.fieldName}`,
    entity: entity.name,
    got: Array.isArray(got) ? 'a list' : typeof got,
  })
