import type { GraphQLResolveInfo } from 'graphql'
import { TesseraError } from '../errors/tessera-error.ts'
import type { AnyEntity } from '../model/entity.ts'
import type { AnyModel } from '../model/model.ts'
import { type ColumnRecord, decodeRow } from '../model/record.ts'
import type { EntityMeta, Registry } from '../model/registry.ts'
import { rowKey } from '../query/selection.ts'
import { apart, hasSoleRoot } from './apart.ts'
import type { RowFieldPlan } from './field-plan.ts'
import type { GraphqlKit } from './kit.ts'
import { typeName } from './names.ts'
import type { PluginBuilder } from './plugin-builder.ts'
import { type RequestContext, signedIn } from './request-context.ts'
import type { TypeWriter } from './type-writer.ts'

// biome-ignore lint/suspicious/noExplicitAny: the kit's interface types what its one implementation can not
type Any = any

/** The kit of one plugin. */
export function makeKit(
  model: AnyModel,
  registry: Registry,
  plugins: PluginBuilder,
  writer: TypeWriter,
): GraphqlKit<Any> {
  const owner = model.modelName
  const { builder } = plugins
  const metaOf = (entity: AnyEntity): EntityMeta => registry.entity(entity.entityName)
  const options = (t: Any, { type, nullable = true, description, args }: Any): Any => ({
    type,
    nullable,
    description,
    args: args ? args(t.arg) : {},
  })
  return {
    model,
    builder,
    ref: (entity) => plugins.standIn(metaOf(entity)) as Any,
    field(entity, name, field) {
      const meta = metaOf(entity)
      const plan: RowFieldPlan = { read: 'code', needs: field.needs }
      writer.claim(`${typeName(meta)}.${name}`, owner)
      builder.objectField(plugins.standIn(meta), name, (t: Any) =>
        t.field({ ...options(t, field), extensions: { tessera: plan }, resolve: codeResolver(meta, field) }),
      )
    },
    query(name, field) {
      writer.claim(`Query.${name}`, owner)
      builder.queryField(name, (t: Any) =>
        t.field({ ...options(t, field), extensions: { rate: field.rateLimit }, resolve: rootResolver(field) }),
      )
    },
    mutation(name, field) {
      writer.claim(`Mutation.${name}`, owner)
      builder.mutationField(name, (t: Any) =>
        t.field({ ...options(t, field), extensions: { rate: field.rateLimit }, resolve: writingResolver(field) }),
      )
    },
  }
}

const rootResolver = (field: Any) => (_root: unknown, args: unknown, context: RequestContext) =>
  field.resolve(args, signedIn(context))

const writingResolver =
  (field: Any) => (_root: unknown, args: unknown, context: RequestContext, info: GraphQLResolveInfo) =>
    apart(signedIn(context), hasSoleRoot(info.operation), async (ctx) => field.resolve(args, ctx))

const rows = new WeakMap<object, unknown>()

function codeResolver(entity: EntityMeta, field: Any): Any {
  const decode = (parent: Record<string, unknown>): unknown => {
    let row = rows.get(parent)
    if (!row) {
      const record = parent[rowKey] as ColumnRecord | undefined
      if (!record) throw new TesseraError('GRAPHQL_FIELD_UNPLANNED', { field: typeName(entity) })
      row = decodeRow(entity, record)
      rows.set(parent, row)
    }
    return row
  }
  if (field.resolveMany) {
    return (parent: Any, args: unknown, context: RequestContext, info: GraphQLResolveInfo) =>
      context.batches.load(info.fieldNodes, decode(parent), async (all) =>
        field.resolveMany(all, args, signedIn(context)),
      )
  }
  return (parent: Any, args: unknown, context: RequestContext) => field.resolve(decode(parent), args, signedIn(context))
}
