import type { GraphQLResolveInfo } from 'graphql'
import { issue } from '../errors/issues.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { EntityMeta, Registry } from '../model/registry.ts'
import type { AggregateArguments } from '../query/aggregate-selection.ts'
import { encodeId } from '../query/encode.ts'
import { readJson } from '../query/reader.ts'
import { type SearchArguments, wordsOf } from '../query/search-sql.ts'
import type { ListArguments, RowSelection } from '../query/selection.ts'
import { aggregateStatement, listStatement, rowStatement, searchStatement } from '../query/statements.ts'
import { describe } from './describe.ts'
import { typeName } from './names.ts'
import { listArguments } from './outputs.ts'
import { readAggregate, readConnection, readRow, readSearch } from './read-selection.ts'
import { signedIn } from './request-context.ts'
import { type RootRead, rootRead } from './root-read.ts'
import type { InputField, OutputField, TypeWriter } from './type-writer.ts'

const deleted: InputField = { type: 'Boolean', description: 'Look into the recycle bin instead.' }

/** `account`, `accounts` and `accountAggregate`. Root fields may be null, so that one that fails takes no other down with it. */
export function addQueries(writer: TypeWriter, entity: EntityMeta): void {
  const name = typeName(entity)
  const { plugin } = entity
  const description = describe(entity.options.label)
  addRead(
    writer,
    entity.name,
    plugin,
    { type: name, description, args: { id: { type: 'ID!' }, deleted } },
    rootRead({
      select: (info, nodes) => readRow(info, entity, nodes),
      statement: (scope, selection, args: { id: string; deleted?: boolean | null }) =>
        rowStatement(scope, selection, args.id, args.deleted ? 'deleted' : 'live'),
    }),
  )
  addRead(
    writer,
    entity.plural,
    plugin,
    { type: `${name}Connection`, description, args: { ...listArguments(entity), deleted } },
    rootRead({
      select: (info, nodes) => readConnection(info, entity, nodes),
      statement: (scope, selection, args: ListArguments) => listStatement(scope, entity, selection, args),
    }),
  )
  addRead(
    writer,
    `${entity.name}Aggregate`,
    plugin,
    {
      type: `[${name}Aggregate!]`,
      description: 'Figures over rows, one entry for each group; a single one where nothing is grouped.',
      args: {
        where: { type: `${name}Where` },
        groupBy: { type: `[${name}GroupBy!]` },
        orderBy: {
          type: `[${name}AggregateOrder!]`,
          description: 'By what the rows are grouped by unless said otherwise.',
        },
        first: { type: 'Int', description: 'Groups: 200 unless said otherwise, 2,000 at the most.' },
        deleted,
      },
    },
    rootRead({
      select: (info, nodes) => readAggregate(info, entity, nodes),
      statement: (scope, selection, args: AggregateArguments) => aggregateStatement(scope, selection, args),
    }),
  )
}

function addRead<Selection>(
  writer: TypeWriter,
  name: string,
  plugin: string,
  field: OutputField,
  plan: RootRead<Selection>,
): void {
  writer.query(name, plugin, {
    ...field,
    plan,
    resolve: (_root, args, context, info: GraphQLResolveInfo) =>
      readJson(signedIn(context), (scope) => plan.statement(scope, plan.select(info, info.fieldNodes, true), args)),
  })
}

/** `node` and `search`, which look at all entities. */
export function addGlobalQueries(writer: TypeWriter, registry: Registry): void {
  addRead(
    writer,
    'node',
    'the core',
    { type: 'Node', description: 'Any row by its `nodeId`.', args: { id: { type: 'ID!' } } },
    rootRead({
      select: (info, nodes, typed) => {
        const rows = new Map<EntityMeta, RowSelection>()
        return (entity: EntityMeta): RowSelection => {
          const row = rows.get(entity) ?? readRow(info, entity, nodes, typed)
          rows.set(entity, row)
          return row
        }
      },
      statement: (scope, rowOf, { id }: NodeArguments) =>
        rowStatement(scope, rowOf(readNodeId(registry, id).entity), id, 'live', (nodeId) =>
          encodeId(readNodeId(registry, nodeId).id),
        ),
      seen: ({ id }: NodeArguments) => readNodeId(registry, id).entity.name,
    }),
  )
  const searchable = [...registry.entities.values()].filter((entity) => entity.searchFields.length > 0)
  writer.enumeration(
    'SearchedEntity',
    'the core',
    'Entities that the search looks into.',
    searchable.map((entity) => entity.name),
  )
  writer.object('SearchHit', 'the core', { description: 'A row that the search found.' }, () => ({
    entity: { type: 'SearchedEntity!' },
    title: { type: 'String', description: 'What names the row to a person.' },
    node: { type: 'Node' },
  }))
  addRead(
    writer,
    'search',
    'the core',
    {
      type: '[SearchHit!]',
      description: 'Rows in whose searchable fields every word of the text is found, best first.',
      args: {
        text: { type: 'String!' },
        first: { type: 'Int', description: '20 unless said otherwise, 200 at the most.' },
        entities: { type: '[SearchedEntity!]', description: 'Only these; all unless said otherwise.' },
      },
    },
    rootRead({
      select: (info, nodes, typed) => readSearch(info, searchable, nodes, typed),
      statement: (scope, selection, args: SearchArguments & { entities?: readonly string[] | null }) => {
        const wanted = searchable.filter(({ name }) => args.entities?.includes(name) ?? true)
        return searchStatement(
          scope,
          selection,
          wanted.filter((entity) => scope.mayRead(entity)),
          args,
        )
      },
      seen: ({ text }: SearchArguments) => `${wordsOf(String(text)).length}`,
    }),
  )
}

interface NodeArguments {
  readonly id: unknown
}

/** Reads `<entity>:<uuid>` in base64url. */
function readNodeId(registry: Registry, nodeId: unknown): { entity: EntityMeta; id: string } {
  const [name = '', id = ''] = Buffer.from(String(nodeId), 'base64url').toString('utf8').split(':')
  const entity = registry.entities.get(name)
  if (!entity) throw new TesseraError('VALIDATION', {}, { issues: [issue(['id'], 'NODE_ID')] })
  return { entity, id }
}
