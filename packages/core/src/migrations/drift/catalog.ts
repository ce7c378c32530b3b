import type { Connection } from '../../database/database.ts'

/** A table as the database has it. Every text is the server's own, so that two tables of one server can be compared. */
export interface CatalogTable {
  readonly columns: ReadonlyMap<string, CatalogColumn>
  /** Definitions by name: primary key, checks and foreign keys. */
  readonly constraints: ReadonlyMap<string, string>
  /** Definitions by name, without those that belong to a constraint. */
  readonly indexes: ReadonlyMap<string, string>
  readonly partitionedBy: string | null
  readonly rowSecurity: boolean
}

export interface CatalogColumn {
  readonly type: string
  readonly notNull: boolean
  readonly default: string | null
  readonly generated: boolean
}

export type Catalog = ReadonlyMap<string, CatalogTable>

interface TableRow {
  readonly name: string
  readonly partitioned_by: string | null
  readonly row_security: boolean
}

/**
 * Reads the tables of one schema, with the schema's own name left out of every definition. NOT NULL is told as a column's
 * property, though PostgreSQL 18 keeps it as a constraint too.
 */
export async function readCatalog(connection: Pick<Connection, 'query'>, schema: string): Promise<Catalog> {
  const values = [schema]
  const tables = await connection.query<TableRow>({
    text: `SELECT relname AS name, relrowsecurity AS row_security, CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END AS partitioned_by
FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname`,
    values,
  })
  const columns = await connection.query<{
    table: string
    name: string
    type: string
    not_null: boolean
    default: string | null
    generated: boolean
  }>({
    text: `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null,
  pg_get_expr(d.adbin, d.adrelid) AS default, a.attgenerated <> '' AS generated
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = to_regnamespace($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1, 2`,
    values,
  })
  const constraints = await connection.query<{ table: string; name: string; definition: string }>({
    text: `SELECT c.relname AS table, k.conname AS name,
  pg_get_constraintdef(k.oid) || CASE WHEN k.convalidated OR pg_get_constraintdef(k.oid) LIKE '%NOT VALID' THEN '' ELSE ' NOT VALID' END AS definition
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = to_regnamespace($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND k.contype IN ('p', 'c', 'f', 'u', 'x') ORDER BY 1, 2`,
    values,
  })
  const indexes = await connection.query<{ table: string; name: string; definition: string }>({
    text: `SELECT c.relname AS table, x.relname AS name, pg_get_indexdef(x.oid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END AS definition
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = to_regnamespace($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')) ORDER BY 1, 2`,
    values,
  })
  const bare = (definition: string): string => definition.replaceAll(` ${schema}.`, ' ')
  const of = <T extends { table: string }>(rows: readonly T[], table: string): T[] =>
    rows.filter((row) => row.table === table)
  return new Map(
    tables.rows.map(({ name, partitioned_by, row_security }) => [
      name,
      {
        columns: new Map(
          of(columns.rows, name).map((row) => [
            row.name,
            { type: row.type, notNull: row.not_null, default: row.default, generated: row.generated },
          ]),
        ),
        constraints: new Map(of(constraints.rows, name).map((row) => [row.name, bare(row.definition)])),
        indexes: new Map(of(indexes.rows, name).map((row) => [row.name, bare(row.definition)])),
        partitionedBy: partitioned_by,
        rowSecurity: row_security,
      },
    ]),
  )
}
