import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Statement } from '../database/database.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { Rows } from './unit.ts'

const camelCase = new CamelCasePlugin({ maintainNestedObjectKeys: true })

/** Kysely as an actor: every query goes through `run`, which sees to the role. Schema `crm`, names in camelCase. */
export function contextDatabase(run: (statement: Statement) => Promise<Rows<unknown>>): Kysely<any> {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, rowCount } = await run({ text: query.sql, values: query.parameters })
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) }
    },
    // biome-ignore lint/correctness/useYield: Kysely's interface asks for a generator
    async *streamQuery() {
      throw new TesseraError('DB_READ_ONLY', { what: 'stream' })
    },
  }
  return new Kysely<any>({
    ...shared,
    executor: executor.withConnectionProvider({ provideConnection: (consume) => consume(connection) }),
  }).withSchema('crm')
}

const refuse = (): never => {
  throw new TesseraError('DB_READ_ONLY', { what: 'open a transaction' })
}

/** Of all contexts: a request makes several, and most of a Kysely is the same for all. */
const dialect: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createDriver: () => driver,
}
const driver: Driver = {
  init: async () => {},
  acquireConnection: refuse,
  releaseConnection: async () => {},
  beginTransaction: refuse,
  commitTransaction: refuse,
  rollbackTransaction: refuse,
  destroy: async () => {},
}
const shared = { config: { dialect }, dialect, driver }
const executor = new Kysely<any>({ plugins: [camelCase], dialect }).getExecutor()
