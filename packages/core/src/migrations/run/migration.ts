/** What a migration written as a function gets. */
export interface MigrationDatabase {
  /** Runs one statement and gives its rows. */
  query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>
}

/**
 * One step of a plugin's tables from the past to the present. Once it ran anywhere its file must not change. Write it without
 * types of your own (`db` has one): then a published package carries the same text, and so the same checksum.
 */
export interface Migration {
  /** Statements in order, or a function for what SQL alone can not do. */
  readonly up: readonly string[] | ((database: MigrationDatabase) => Promise<void>)
  /**
   * `false` runs each statement for itself, as `CREATE INDEX CONCURRENTLY` and long backfills in portions need. It may be
   * stopped between any two, and then begins again from the first: each must be harmless to repeat.
   */
  readonly transaction?: boolean
  /** It requires, narrows or drops: to be run once no server runs the code of before. */
  readonly contract?: boolean
}

/**
 * Declares a migration, as the default export of `migrations/0002_<name>.ts`.
 *
 * @example
 * export default migration({
 *   up: [
 *     // deals say when their protection ends
 *     sql`ALTER TABLE crm."deal" ADD COLUMN "protected_until" date`,
 *   ],
 * })
 */
export function migration(definition: Migration): Migration {
  return definition
}

/** SQL as a text that editors colour. It takes no values: what a migration does stands in its file. */
export function sql(text: TemplateStringsArray): string {
  return text.join('').trim()
}
