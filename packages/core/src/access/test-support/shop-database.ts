import type { Database, Statement, StatementResult } from '../../database/database.ts'
import { encodeField, quote, refsFields, tableOf } from '../../model/record.ts'
import { systemColumns } from '../../model/registry.ts'
import { actorSetup } from '../../runtime/actor-setup.ts'
import { findFunction, wordsField } from '../../search/find-functions.ts'
import type { AccessPlan, RowState } from '../access-plan.ts'
import type { Actor } from '../actor.ts'
import type { Operation } from '../grant.ts'
import type { OracleData } from '../oracle.ts'
import { tablesInOrder } from './arbitrary-world.ts'
import { shopAssembly } from './shop.ts'

const { registry } = shopAssembly
const joinTables = tablesInOrder.flatMap((entity) =>
  refsFields(registry.entity(entity)).map((field) => ({ entity, field })),
)

/** Puts the rights of a plan in place. */
export async function applyAccess(database: Database, plan: AccessPlan): Promise<void> {
  await database.pipeline(plan.statements.map((text) => ({ text })))
}

/** Empties every table and fills it with these rows. */
export async function fill(database: Database, data: OracleData): Promise<void> {
  // Quicker than TRUNCATE for a handful of rows. Pairs go with their rows.
  const statements: Statement[] = [
    // Exports that were read were noted there, by people who are about to go.
    { text: 'delete from crm.security_event' },
    ...[...tablesInOrder].reverse().map((entity) => ({ text: `delete from ${tableOf(registry.entity(entity))}` })),
  ]
  for (const entity of tablesInOrder) {
    const meta = registry.entity(entity)
    const records = (data.get(entity) ?? []).map((row) => ({
      ...Object.fromEntries(systemColumns.map((column) => [column.name, row[column.field]])),
      ...Object.fromEntries([...meta.fields.values()].flatMap((field) => encodeField(field, row[field.name]))),
    }))
    statements.push({
      text: `insert into ${tableOf(meta)} select * from json_populate_recordset(null::${tableOf(meta)}, $1)`,
      values: [JSON.stringify(records)],
    })
  }
  for (const { entity, field } of joinTables) {
    const pairs = (data.get(entity) ?? []).flatMap((row) =>
      (row[field.name] as string[]).map((target) => ({ source_id: row.id, target_id: target })),
    )
    const table = `crm.${quote(field.joinTable ?? '')}`
    statements.push({
      text: `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`,
      values: [JSON.stringify(pairs)],
    })
  }
  await database.pipeline(statements)
}

/** What may be asked of each row: the operation, and whether of the row as it is or as it will be. */
export const questions: readonly (readonly [Operation, RowState])[] = [
  ['read', 'old'],
  ['create', 'new'],
  ['update', 'old'],
  ['update', 'new'],
  ['delete', 'old'],
]

export interface Seen {
  /** Ids by entity that a plain `select` gives the actor. Null where the role may not even ask. */
  readonly rows: ReadonlyMap<string, ReadonlySet<string> | null>
  /** The same with the plan's hint, which must not change anything. */
  readonly hinted: ReadonlyMap<string, ReadonlySet<string> | null>
  /** Ids by entity that the search for a word finds which every row has. Null where there is no such search. */
  readonly found: ReadonlyMap<string, ReadonlySet<string> | null>
  /** Sources of the pairs in each join table, `deal.persons`. */
  readonly pairs: ReadonlyMap<string, ReadonlySet<string> | null>
  /** Ids by entity and question for which the inlined check holds. */
  readonly checked: ReadonlyMap<string, ReadonlySet<string>>
}

/** What the database shows an actor, by its policies and by the checks of the write pipeline. */
export async function look(database: Database, plan: AccessPlan, actor: Actor): Promise<Seen> {
  const asked: { key: string; statement: Statement }[] = []
  const readable = await readableTables(database, actor)
  for (const entity of tablesInOrder) {
    const meta = registry.entity(entity)
    if (wordsField(meta))
      asked.push({ key: `found ${entity}`, statement: { text: `select ${findFunction(meta)}('{%word%}') as id` } })
    if (!readable.has(meta.table)) continue
    asked.push({ key: `rows ${entity}`, statement: { text: `select id from ${tableOf(meta)}` } })
    asked.push({
      key: `hinted ${entity}`,
      statement: { text: `select id from ${tableOf(meta)} t where ${plan.hint(actor, meta, 't') ?? 'true'}` },
    })
  }
  for (const { entity, field } of joinTables) {
    if (!readable.has(field.joinTable ?? '')) continue
    asked.push({
      key: `pairs ${entity}.${field.name}`,
      statement: { text: `select source_id as id from crm.${quote(field.joinTable ?? '')}` },
    })
  }
  const reads = asked.length
  for (const entity of tablesInOrder) {
    const meta = registry.entity(entity)
    for (const [operation, state] of questions) {
      const text = `select id from ${tableOf(meta)} t where ${plan.check(meta, operation, actor.kind, 't', state)}`
      asked.push({ key: `check ${entity} ${operation} ${state}`, statement: { text } })
    }
  }
  const setup = actorSetup(actor)
  const statements = asked.map(({ statement }) => statement)
  const results = await database.pipeline([
    ...setup,
    ...statements.slice(0, reads),
    { text: 'set local role tessera_writer' },
    ...statements.slice(reads),
  ])
  const answers = [...results.slice(setup.length, setup.length + reads), ...results.slice(setup.length + reads + 1)]
  const sets = new Map(asked.map(({ key }, n) => [key, idsOf(answers[n])]))
  const pick = (word: string, names: readonly string[]) =>
    new Map(names.map((name) => [name, sets.get(`${word} ${name}`) ?? null]))
  return {
    rows: pick('rows', tablesInOrder),
    hinted: pick('hinted', tablesInOrder),
    found: pick('found', tablesInOrder),
    pairs: pick(
      'pairs',
      joinTables.map(({ entity, field }) => `${entity}.${field.name}`),
    ),
    checked: new Map(
      [...sets].filter(([key]) => key.startsWith('check ')).map(([key, set]) => [key.slice('check '.length), set]),
    ),
  }
}

async function readableTables(database: Database, actor: Actor): Promise<Set<string>> {
  const [result] = await database.pipeline([
    {
      text: `select relname from pg_class where relnamespace = 'crm'::regnamespace and relkind = 'r' and has_any_column_privilege($1, oid, 'select')`,
      values: [`tessera_${actor.kind}`],
    },
  ])
  return new Set(result?.rows.map((row) => row.relname as string))
}

const idsOf = (result: StatementResult | undefined): Set<string> => new Set(result?.rows.map((row) => row.id as string))

/** The columns of a table that a kind of actor may read, as the database has it. */
export async function readableColumns(database: Database, kind: string, table: string): Promise<Set<string>> {
  const [result] = await database.pipeline([
    {
      text: `select attname from pg_attribute where attrelid = $2::regclass and attnum > 0 and not attisdropped and has_column_privilege($1, attrelid, attnum, 'select')`,
      values: [`tessera_${kind}`, table],
    },
  ])
  return new Set(result?.rows.map((row) => row.attname as string))
}
