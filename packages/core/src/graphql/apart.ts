import { Kind, type OperationDefinitionNode } from 'graphql'
import type { ContextImpl } from '../runtime/context-impl.ts'

/**
 * Runs a root field of a mutation. Where several of them share a transaction, as with an Idempotency-Key, each is a part of its own:
 * PostgreSQL runs nothing behind a statement it refused, so that those behind it could not tell what is wrong with them.
 */
export const apart = <T>(ctx: ContextImpl, isSole: boolean, run: (ctx: ContextImpl) => Promise<T>): Promise<T> =>
  !isSole && ctx.isWithin ? ctx.transaction(() => run(ctx)) : run(ctx)

/** Whether an operation has one root field, as far as can be seen without looking into fragments. */
export function hasSoleRoot({ selectionSet: { selections } }: OperationDefinitionNode): boolean {
  return selections.length === 1 && selections[0]?.kind === Kind.FIELD
}
