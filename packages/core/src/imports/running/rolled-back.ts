import type { ContextImpl } from '../../runtime/context-impl.ts'

/** Does something in a transaction, gives what came of it, and leaves no trace of it in the database. */
export async function rolledBack<T>(ctx: ContextImpl, work: (ctx: ContextImpl) => Promise<T>): Promise<T> {
  const end = new Error('rolled back on purpose')
  let result: T | undefined
  try {
    await ctx.transaction(async (inner) => {
      result = await work(inner as ContextImpl)
      throw end
    })
  } catch (error) {
    if (error !== end) throw error
  }
  return result as T
}
