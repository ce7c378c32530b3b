import type { Actor } from '../access/actor.ts'
import type { Statement } from '../database/database.ts'
import { prepared } from './prepared.ts'
import { readError } from './read-error.ts'
import { type ReadAccess, ReadScope } from './scope.ts'

/** Who reads, and how a statement reaches the database as that actor. */
export interface Reader {
  readonly actor: Actor
  readonly crm: { readonly access: ReadAccess }
  query<R>(statement: Statement): Promise<{ readonly rows: R[] }>
}

/** Plans one statement for a reader and runs it. @throws FORBIDDEN, VALIDATION, QUERY_CANCELED */
export async function readRecords<R>(reader: Reader, plan: (scope: ReadScope) => Statement): Promise<R[]> {
  const statement = plan(new ReadScope(reader.actor, reader.crm.access))
  try {
    const { rows } = await reader.query<R>(prepared(statement, reader.actor.kind))
    return rows
  } catch (error) {
    throw readError(error)
  }
}

/** The same for a statement that gives JSON (see `statements.ts`): the parsed JSON. */
export async function readJson(reader: Reader, plan: (scope: ReadScope) => Statement): Promise<unknown> {
  const [row] = await readRecords<{ readonly data: string | null }>(reader, plan)
  return row?.data === null || row === undefined ? null : JSON.parse(row.data)
}
