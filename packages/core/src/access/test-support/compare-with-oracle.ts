import type { Database } from '../../database/database.ts'
import { quote } from '../../model/record.ts'
import type { InstalledGrant } from '../../plugin/assembly.ts'
import type { Actor } from '../actor.ts'
import { compileAccess } from '../compile-access.ts'
import { mayDo, type OracleData, readableFieldNames, readableRows, writableFieldNames } from '../oracle.ts'
import { shopWith } from './arbitrary-grant.ts'
import { tablesInOrder } from './arbitrary-world.ts'
import { applyAccess, fill, look, questions, readableColumns } from './shop-database.ts'

/** Grants, rows and actors to compare database and oracle on. */
export interface Case {
  readonly grants: readonly InstalledGrant[]
  readonly worlds: readonly { readonly data: OracleData; readonly actors: readonly Actor[] }[]
}

export interface Comparison {
  readonly differences: string[]
  /** How many answers were compared: each a set of rows or of fields. */
  readonly answers: number
  /** How many of them were some of an entity's rows, neither none nor all. */
  readonly telling: number
}

/** Says where database and oracle differ. */
export async function compareWithOracle(database: Database, { grants, worlds }: Case): Promise<Comparison> {
  const assembly = shopWith(grants)
  const plan = compileAccess(assembly)
  await applyAccess(database, plan)
  const differences: string[] = []
  let answers = 0
  let telling = 0
  const same = (what: string, actor: Actor, found: ReadonlySet<string>, expected: ReadonlySet<string>): void => {
    answers++
    if (found.size === expected.size && [...found].every((item) => expected.has(item))) return
    differences.push(`${what} for ${shown(actor)}: found ${[...found].sort()} expected ${[...expected].sort()}`)
  }
  for (const { data, actors } of worlds) {
    await fill(database, data)
    for (const actor of actors) {
      const seen = await look(database, plan, actor)
      for (const entity of tablesInOrder) {
        const meta = assembly.registry.entity(entity)
        const all = data.get(entity) ?? []
        const readable = readableRows(assembly, data, actor, entity)
        if (readable.size > 0 && readable.size < all.length) telling++
        same(`rows of ${entity}`, actor, seen.rows.get(entity) ?? new Set(), readable)
        const found = seen.found.get(entity)
        if (found) same(`found rows of ${entity}`, actor, found, readable)
        same(`hinted rows of ${entity}`, actor, seen.hinted.get(entity) ?? new Set(), readable)
        for (const [operation, state] of questions) {
          const expected = all.filter((row) => mayDo({ assembly, data, actor }, entity, operation, row, state))
          if (expected.length > 0 && expected.length < all.length) telling++
          same(
            `${operation} (${state}) of ${entity}`,
            actor,
            seen.checked.get(`${entity} ${operation} ${state}`) ?? new Set(),
            new Set(expected.map((row) => row.id)),
          )
        }
        same(
          `fields of ${entity}`,
          actor,
          plan.readableFields(actor, meta),
          readableFieldNames(assembly, actor, entity),
        )
        for (const operation of ['create', 'update'] as const) {
          const writable = [...plan.writableFields(actor, meta, operation)].filter((name) => meta.fields.has(name))
          same(
            `fields of ${entity} to ${operation}`,
            actor,
            new Set(writable),
            writableFieldNames(assembly, actor, entity, operation),
          )
        }
        for (const [name, sources] of seen.pairs) {
          if (name.split('.')[0] !== entity || sources === null) continue
          const field = name.split('.')[1] as string
          const paired = all.filter((row) => readable.has(row.id) && (row[field] as string[]).length > 0)
          same(`pairs of ${name}`, actor, sources, new Set(paired.map((row) => row.id)))
        }
      }
    }
  }
  differences.push(...(await columnDifferences(database, assembly, worlds[0]?.actors ?? [])))
  return { differences, answers, telling }
}

/** A partner's or customer's role reads exactly the columns that some actor of the kind may read, and deleted_at, which is null. */
async function columnDifferences(
  database: Database,
  assembly: ReturnType<typeof shopWith>,
  actors: readonly Actor[],
): Promise<string[]> {
  const differences: string[] = []
  for (const actor of actors) {
    if (actor.kind !== 'partner' && actor.kind !== 'customer') continue
    const anybody = actor.kind === 'partner' ? { ...actor, roles: ['admin', 'sales', 'service', 'finance'] } : actor
    for (const entity of tablesInOrder) {
      const meta = assembly.registry.entity(entity)
      const fields = readableFieldNames(assembly, anybody, entity)
      const own = [...meta.fields.values()]
        .filter((field) => fields.has(field.name))
        .flatMap((field) => field.columns.map((column) => column.name))
      const expected = fields.size === 0 ? [] : ['id', 'version', 'created_at', 'updated_at', 'deleted_at', ...own]
      const found = await readableColumns(database, actor.kind, `crm.${quote(meta.table)}`)
      if ([...found].sort().join() !== expected.sort().join())
        differences.push(`columns of ${entity} for ${actor.kind}: found ${[...found].sort()} expected ${expected}`)
    }
  }
  return differences
}

const shown = (actor: Actor): string =>
  JSON.stringify(actor, (_key, value) => (value instanceof Map ? Object.fromEntries(value) : value))
