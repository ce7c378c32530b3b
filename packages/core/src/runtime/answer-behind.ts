import type { ReadBehind, Statement } from '../database/database.ts'
import { control } from '../database/transaction.ts'
import { readError } from '../query/read-error.ts'
import type { ContextImpl } from './context-impl.ts'
import { refuseSlow } from './refuse-slow.ts'
import { beginRead, type Read } from './shared-reads.ts'
import type { Rows } from './unit.ts'

type Ids = readonly string[]

/** What is read of the rows a transaction wrote: by a transaction of its own that travels behind the COMMIT, and sees what any later one would. */
export class AnswerBehind {
  readonly #statement: (ids: Ids) => Statement
  #ids: () => Ids = () => []
  /** What it gave; undefined where it was not sent, or failed. */
  rows: Rows<unknown> | undefined
  error: Error | undefined

  constructor(statement: (ids: Ids) => Statement) {
    this.#statement = statement
  }

  /** It is read of these rows. */
  of(ids: () => Ids): void {
    this.#ids = ids
  }

  behind(who: Pick<Read, 'actor' | 'readMs'>): ReadBehind {
    return {
      statements: () => {
        const ids = this.#ids()
        return ids.length > 0 ? [...beginRead(who), this.#statement(ids), control('commit')] : []
      },
      got: (results) => {
        this.rows = results.at(-2)
      },
      failed: (error) => {
        this.error = error
      },
    }
  }
}

/**
 * Writes, and reads by `statement` what was written: in the round trip of the COMMIT, or with a statement of the open transaction.
 * `write` gives the ids. @throws QUERY_CANCELED besides what it throws
 */
export async function writeThenRead<R>(
  ctx: ContextImpl,
  write: (ctx: ContextImpl) => Promise<Ids>,
  statement: (ids: Ids) => Statement,
): Promise<readonly R[]> {
  const answer = new AnswerBehind(statement)
  const ids = await write(ctx.answering(answer))
  // What took too long has had its time. Else, as with a connection that was lost, another try is worth it.
  if (answer.error && 'code' in answer.error && answer.error.code === '57014') refuseSlow(answer.error)
  if (answer.rows) return answer.rows.rows as readonly R[]
  const { rows } = await ctx.query<R>(statement(ids)).catch((error) => {
    throw readError(error)
  })
  return rows
}
