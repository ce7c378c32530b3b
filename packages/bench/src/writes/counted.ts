import type { Connection, Database, Statement } from '@tessera/core'

export interface Counted {
  readonly database: Database
  /** Statements sent so far, those that begin and end transactions not counted. */
  statements(): number
}

/** The same database, with its statements counted. */
export function counted(database: Database): Counted {
  let count = 0
  const sent = (statements: readonly Statement[]): readonly Statement[] => {
    count += statements.length
    return statements
  }
  const connectionOf = (connection: Connection): Connection => ({
    query: (statement) => connection.query(...(sent([statement]) as [Statement])),
    pipeline: (statements) => connection.pipeline(sent(statements)),
    finish: (statements) => connection.finish(sent(statements)),
    behindCommit: (statement) => connection.behindCommit(...(sent([statement]) as [Statement])),
    readBehindCommit: ({ statements, got, failed }) =>
      connection.readBehindCommit({ statements: () => sent(statements()), got, failed }),
    get begun() {
      return connection.begun
    },
    get kysely() {
      return connection.kysely
    },
  })
  return {
    statements: () => count,
    database: {
      ...database,
      pipeline: (statements) => database.pipeline(sent(statements)),
      transaction: (setup, work, options) =>
        database.transaction(sent(setup), (connection) => work(connectionOf(connection)), options),
    },
  }
}
