import type { Connection } from '../../database/database.ts'

/** What the access step leaves in the database: each policy and each table's privileges, by name, as the server writes them. */
export type AccessOutcome = Readonly<Record<string, string>>

/**
 * Reads what policies and privileges there are on the entities' tables. Kept with the access step's ledger row; whatever
 * differs from it later was changed by hand.
 */
export async function accessOutcome(connection: Pick<Connection, 'query'>): Promise<AccessOutcome> {
  const { rows } = await connection.query<{ name: string; definition: string }>({
    text: `SELECT 'policy ' || policyname || ' on ' || tablename AS name,
  concat_ws(' ', permissive, cmd, roles::text, 'using', qual, 'check', with_check) AS definition
FROM pg_policies WHERE schemaname = 'crm'
UNION ALL
SELECT 'privileges of ' || grantee || ' on ' || table_name, string_agg(DISTINCT privilege_type, ',' ORDER BY privilege_type)
FROM (
  SELECT c.relname AS table_name, g.privilege_type, g.grantee::regrole::text AS grantee
  FROM pg_class c, aclexplode(c.relacl) g
  WHERE c.relnamespace = 'crm'::regnamespace AND c.relkind IN ('r', 'p') AND g.grantee <> c.relowner
  UNION ALL
  SELECT c.relname, g.privilege_type || '(' || a.attname || ')', g.grantee::regrole::text
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
  WHERE c.relnamespace = 'crm'::regnamespace AND c.relkind IN ('r', 'p') AND g.grantee <> c.relowner
) held
GROUP BY grantee, table_name
ORDER BY 1`,
  })
  return Object.fromEntries(rows.map(({ name, definition }) => [name, definition]))
}
