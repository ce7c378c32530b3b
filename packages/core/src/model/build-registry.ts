import { TesseraError } from '../errors/tessera-error.ts'
import { columnsOf } from './columns.ts'
import type { AnyEntity } from './entity.ts'
import type { AnyField, FieldKind } from './field.ts'
import type { AnyModel } from './model.ts'
import { capitalize, checkName, pluralize, prefixed, snakeCase } from './naming.ts'
import {
  type EntityMeta,
  type FieldMeta,
  type Inverse,
  type Registry,
  systemColumns,
  systemFieldNames,
} from './registry.ts'

/** Without an operator class of `btree_gist` (booleans have one since PostgreSQL 16), or without a column to compare. */
const incomparable: ReadonlySet<FieldKind> = new Set(['refs', 'json', 'bool', 'richText'])

interface Draft {
  name: string
  plural: string
  table: string
  plugin: string
  options: AnyEntity['options']
  visibility: NonNullable<AnyEntity['options']['visibility']>
  fields: Map<string, FieldMeta & { target: EntityMeta | null }>
  inverses: Map<string, Inverse>
  title: FieldMeta | null
  searchFields: FieldMeta[]
}

/** GraphQL names that core itself uses, so that no entity takes them. */
const reservedEntities = new Set([
  'query',
  'mutation',
  'subscription',
  'node',
  'search',
  'money',
  'geoPoint',
  'pageInfo',
  'audit',
  'event',
])

/**
 * Joins the installed models into one registry, and refuses every name that would clash or be cut short.
 * `models` are in dependency order.
 * @throws NAME_INVALID, NAME_TOO_LONG, NAME_CLASH, NAME_RESERVED, ENTITY_UNKNOWN, EXTENSION_REQUIRED, FIELD_UNKNOWN
 */
export function buildRegistry(models: readonly AnyModel[]): Registry {
  const drafts = new Map<string, Draft>()
  for (const model of models) for (const entity of model.entities) declare(drafts, model.modelName, entity)
  for (const model of models) {
    for (const extension of model.extend) {
      const draft = drafts.get(extension.entityName)
      if (!draft) {
        throw new TesseraError('ENTITY_UNKNOWN', {
          plugin: model.modelName,
          entity: extension.entityName,
          where: '`extend`',
        })
      }
      for (const [key, field] of Object.entries(extension.fields)) {
        addField(draft, prefixed(model.modelName, key), field as AnyField, model.modelName)
      }
    }
  }
  for (const draft of drafts.values()) connect(draft, drafts)
  for (const draft of drafts.values()) finish(draft)
  return {
    entities: drafts,
    models: models.map((model) => model.modelName),
    entity(name) {
      const meta = drafts.get(name)
      if (!meta) throw new TesseraError('ENTITY_UNKNOWN', { plugin: 'of the caller', entity: name, where: 'a call' })
      return meta
    },
  }
}

function declare(drafts: Map<string, Draft>, plugin: string, entity: AnyEntity): void {
  const name = entity.entityName
  checkName(name, 'entity', plugin)
  if (reservedEntities.has(name))
    throw new TesseraError('NAME_RESERVED', { what: 'entity', name, plugin, by: 'the core' })
  const other = drafts.get(name)
  if (other) throw new TesseraError('NAME_CLASH', { what: 'entity', name, first: other.plugin, second: plugin })
  const plural = entity.options.plural ?? pluralize(name)
  checkName(plural, 'plural', plugin)
  for (const draft of drafts.values()) {
    if (draft.plural === plural || draft.plural === name || draft.name === plural) {
      throw new TesseraError('NAME_CLASH', { what: 'name', name: plural, first: draft.plugin, second: plugin })
    }
  }
  const draft: Draft = {
    name,
    plural,
    plugin,
    table: snakeCase(name),
    options: entity.options,
    visibility: entity.options.visibility ?? {},
    fields: new Map(),
    inverses: new Map(),
    title: null,
    searchFields: [],
  }
  drafts.set(name, draft)
  for (const [key, field] of Object.entries(entity.fields)) addField(draft, key, field, plugin)
}

function addField(draft: Draft, name: string, field: AnyField, plugin: string): void {
  const { definition } = field
  checkName(name, `field of ${draft.name}`, plugin)
  if (systemFieldNames.has(name)) {
    throw new TesseraError('NAME_RESERVED', {
      what: `field of ${draft.name}`,
      name,
      plugin,
      by: 'the fields every row has',
    })
  }
  const columns = columnsOf(name, definition)
  for (const column of columns) {
    checkColumn(column.name, draft, name, plugin)
    const clash = [...draft.fields.values()].find((known) => known.columns.some((other) => other.name === column.name))
    if (clash || systemColumns.some((other) => other.name === column.name)) {
      throw new TesseraError('NAME_CLASH', {
        what: `column of ${draft.name}`,
        name: column.name,
        first: clash ? `${clash.plugin} (${clash.name})` : 'the core',
        second: `${plugin} (${name})`,
      })
    }
  }
  const joinTable = definition.kind === 'refs' ? `${draft.table}__${snakeCase(name)}` : null
  if (joinTable) checkColumn(joinTable, draft, name, plugin)
  draft.fields.set(name, { name, plugin, definition, columns, target: null, joinTable })
}

function checkColumn(column: string, draft: Draft, name: string, plugin: string): void {
  const bytes = Buffer.byteLength(column)
  // Constraint and index names carry table and column; they are hashed when too long, columns can not be.
  if (bytes > 63) throw new TesseraError('NAME_TOO_LONG', { what: `field of ${draft.name}`, name, plugin, bytes })
}

function connect(draft: Draft, drafts: Map<string, Draft>): void {
  for (const field of draft.fields.values()) {
    const { target } = field.definition
    if (target === undefined) continue
    const targetName = typeof target === 'string' ? target : target.entityName
    const found = drafts.get(targetName)
    if (!found) {
      throw new TesseraError('ENTITY_UNKNOWN', {
        plugin: field.plugin,
        entity: targetName,
        where: `${draft.name}.${field.name}`,
      })
    }
    field.target = found
    const own = [...draft.fields.values()].filter((other) => targetOf(other) === targetName)
    const name = field.definition.inverse ?? inverseName(draft, field, own.length > 1 || draft.name === targetName)
    const taken = found.inverses.get(name)
    if (taken || found.fields.has(name) || systemFieldNames.has(name)) {
      throw new TesseraError('NAME_CLASH', {
        what: `list on ${found.name}`,
        name,
        first: taken ? `${taken.field.plugin} (${taken.from.name}.${taken.field.name})` : found.plugin,
        second: `${field.plugin} (${draft.name}.${field.name}); say { inverse: '…' } on the ref`,
      })
    }
    found.inverses.set(name, { name, from: draft, field })
  }
}

const targetOf = (field: FieldMeta): string | undefined =>
  typeof field.definition.target === 'string' ? field.definition.target : field.definition.target?.entityName

/** `contacts` on account; `tasksByOwner` where an entity refers to the same target more than once. */
function inverseName(draft: Draft, field: FieldMeta, ambiguous: boolean): string {
  return ambiguous ? `${draft.plural}By${capitalize(field.name)}` : draft.plural
}

function finish(draft: Draft): void {
  const named = (name: string, where: string): FieldMeta => {
    const field = draft.fields.get(name)
    if (field) return field
    throw new TesseraError('FIELD_UNKNOWN', {
      entity: draft.name,
      field: name,
      where,
      plugin: draft.plugin,
      known: [...draft.fields.keys()].join(', '),
    })
  }
  for (const name of Object.values(draft.visibility)) named(name, 'visibility')
  for (const set of [...(draft.options.unique ?? []), ...(draft.options.indexes ?? [])])
    for (const name of set) named(name, 'unique or indexes')
  for (const [rule, { same, from, until, lastDayCounts }] of Object.entries(draft.options.exclude ?? {})) {
    const invalid = (why: string): TesseraError =>
      new TesseraError('EXCLUDE_INVALID', { entity: draft.name, rule, plugin: draft.plugin, why })
    for (const name of same) {
      const { kind } = named(name, `exclude ${rule}`).definition
      if (incomparable.has(kind)) throw invalid(`${name} is of the kind ${kind}, which it can not compare`)
    }
    const ends = [from, until].map((name) => named(name, `exclude ${rule}`).definition.kind)
    if (ends[0] !== ends[1] || (ends[0] !== 'date' && ends[0] !== 'instant'))
      throw invalid(`${from} and ${until} have to be two dates or two instants`)
    if (lastDayCounts && ends[0] !== 'date') throw invalid('lastDayCounts is for dates')
  }
  const firstText = [...draft.fields.values()].find(
    (field) => field.definition.kind === 'text' || field.definition.kind === 'sequence',
  )
  draft.title = draft.options.title ? named(draft.options.title, 'title') : (firstText ?? null)
  draft.searchFields = [...draft.fields.values()].filter((field) => field.definition.searchable)
}
