import type { Connection } from '../../database/database.ts'
import { TesseraError } from '../../errors/tessera-error.ts'
import { snakeCase } from '../../model/naming.ts'
import type { Registry } from '../../model/registry.ts'
import { corePlugin, coreSchema } from '../schema/core-schema.ts'
import { schemaOf } from '../schema/schema-of.ts'
import type { PluginMigrations } from './plan.ts'

/** The columns there are, by what stays when they are renamed. */
export type Footprint = ReadonlyMap<string, FootprintColumn>

interface FootprintColumn {
  readonly key: string
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly generated: boolean
  /** Type, NOT NULL and default in one text. */
  readonly shape: string
}

/** Looks at every column in the schemas of this project. */
export async function footprint(connection: Pick<Connection, 'query'>): Promise<Footprint> {
  const { rows } = await connection.query<FootprintColumn>({
    text: `SELECT c.oid || '.' || a.attnum AS key, n.nspname AS schema, c.relname AS table, a.attname AS column, a.attgenerated <> '' AS generated,
  format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS shape
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE n.nspname IN ('crm', 'tessera') AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
  })
  return new Map(rows.map((row) => [row.key, row]))
}

/** Who owns which table and column: `crm.account` and `crm.account.prm_partner_tier` to a plugin's name. */
export type Owners = ReadonlyMap<string, string>

export function ownersOf(registry: Registry, plan: readonly PluginMigrations[]): Owners {
  const owners = new Map<string, string>()
  const tables = [
    ...coreSchema.tables,
    ...schemaOf(registry).tables,
    ...plan.flatMap(({ snapshot }) => snapshot.tables),
  ]
  for (const table of tables) {
    const name = `${table.schema}.${table.name}`
    owners.set(name, table.plugin)
    for (const column of table.columns) owners.set(`${name}.${column.name}`, column.plugin)
  }
  return owners
}

export interface Culprit {
  readonly plugin: string
  readonly name: string
  readonly contract: boolean
}

/**
 * Looks at what a migration really did, however it was written: it must not touch what others own, and must not drop outside
 * a `contract` step. Core may do anything.
 * @throws MIGRATION_FOREIGN, MIGRATION_DROPS
 */
export function checkFootprint(before: Footprint, after: Footprint, owners: Owners, culprit: Culprit): void {
  if (culprit.plugin === corePlugin) return
  const foreign = (where: string): void => {
    const owner = ownerOf(where, owners, culprit.plugin)
    if (owner !== null && owner !== culprit.plugin)
      throw new TesseraError('MIGRATION_FOREIGN', { ...culprit, what: where, owner })
  }
  for (const [key, column] of before) {
    const now = after.get(key)
    if (!now) {
      foreign(pathOf(column))
      if (!column.generated && !culprit.contract)
        throw new TesseraError('MIGRATION_DROPS', { ...culprit, what: pathOf(column) })
    } else if (now.shape !== column.shape || pathOf(now) !== pathOf(column)) {
      foreign(pathOf(column))
      foreign(pathOf(now))
    }
  }
  for (const [key, column] of after) if (!before.has(key)) foreign(pathOf(column))
}

const pathOf = ({ schema, table, column }: FootprintColumn): string => `${schema}.${table}.${column}`

/** Columns no model knows (yet, or any more) are their table's owner's, unless they carry a plugin's own prefix. */
function ownerOf(path: string, owners: Owners, plugin: string): string | null {
  const known = owners.get(path)
  if (known) return known
  const [schema, table, column = ''] = path.split('.')
  if (column.startsWith(`${snakeCase(plugin)}_`)) return plugin
  return owners.get(`${schema}.${table}`) ?? null
}
