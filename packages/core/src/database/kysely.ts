import { type CompiledQuery, Kysely, PostgresDialect, Transaction } from 'kysely'
import type { Connection } from './database.ts'
import { explainFailure } from './failures.ts'
import type { Checkout } from './transaction.ts'
import { valueTypes } from './value-types.ts'

/** Makes the Kysely of one transaction. */
// biome-ignore lint/suspicious/noExplicitAny: the tables are known to plugins only
export type KyselyFactory = (connection: Connection) => Kysely<any>

/** Kysely over a pool with this project's value types, and a maker of the same for single transactions. */
// biome-ignore lint/suspicious/noExplicitAny: the tables are known to plugins only
export function kyselyOver(checkout: Checkout): { kysely: Kysely<any>; kyselyFor: KyselyFactory } {
  const dialect = new PostgresDialect({ pool: typedPool(checkout) as never })
  // biome-ignore lint/suspicious/noExplicitAny: the tables are known to plugins only
  const kysely = new Kysely<any>({ dialect })
  const executor = kysely.getExecutor()
  const driver = dialect.createDriver()
  return {
    kysely,
    kyselyFor: (connection) => {
      const single = singleConnection(connection)
      return new Transaction({
        config: { dialect },
        dialect,
        driver,
        executor: executor.withConnectionProvider({ provideConnection: (consume) => consume(single) }),
      })
    },
  }
}

/** The pool as Kysely sees it: value types on every query, coded errors when the connection breaks. */
function typedPool(checkout: Checkout): object {
  return {
    options: {},
    connect: async () => {
      const client = await checkout()
      return {
        query: async (text: string, values: unknown[]) => {
          try {
            return await client.query({ text, values, types: valueTypes })
          } catch (error) {
            throw explainFailure(error)
          }
        },
        release: (destroy?: boolean) => client.release(destroy),
      }
    },
    end: async () => undefined,
  }
}

const changing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

function singleConnection(connection: Connection) {
  return {
    executeQuery: async <R>({ sql, parameters }: CompiledQuery) => {
      const { rows, rowCount, command } = await connection.query<R>({ text: sql, values: parameters })
      return changing.has(command) ? { rows, numAffectedRows: BigInt(rowCount) } : { rows }
    },
    // biome-ignore lint/correctness/useYield: Kysely asks for a generator
    streamQuery: async function* (): AsyncGenerator<never> {
      throw new Error('Streaming is not available on pipelined connections. Page by key, or declare a cursor in SQL.')
    },
  }
}
