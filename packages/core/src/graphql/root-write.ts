import type { AnyEntity } from '../model/entity.ts'
import type { EntityMeta } from '../model/registry.ts'
import { prepared } from '../query/prepared.ts'
import { ReadScope } from '../query/scope.ts'
import type { RowSelection } from '../query/selection.ts'
import { type Bin, rowStatement, rowsStatement } from '../query/statements.ts'
import { writeThenRead } from '../runtime/answer-behind.ts'
import type { Mutator } from '../runtime/context.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { KeptStatements } from './compiled/kept-statements.ts'

// biome-ignore lint/suspicious/noExplicitAny: derived types are known only at run time
export type AnyMutator = Mutator<any, any>

/**
 * How a field of `Mutation` that is derived from the model works: the pipeline writes, and one statement reads what is selected of
 * the written rows. It stands in the field's extensions, for its resolver and for compiled operations alike.
 */
export interface RootWrite {
  readonly root: 'write'
  readonly entity: EntityMeta
  /** Whether it answers with a list. */
  readonly many: boolean
  /** Where the written rows are afterwards. */
  readonly bin: Bin
  /** Gives the ids of the rows, in the order of the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are those of the field
  readonly write: (mutator: AnyMutator, args: any) => Promise<readonly string[]>
}

export const isRootWrite = (plan: unknown): plan is RootWrite =>
  typeof plan === 'object' && plan !== null && 'root' in plan && plan.root === 'write'

/** An id that no row has, to plan a selection before there is a row. */
const noRow = '00000000-0000-0000-0000-000000000000'

/**
 * Writes, and gives the JSON of what is selected of the written rows. Whether it can be read back is asked before anything is written,
 * so that nobody is refused the answer to a write that took place. Who may write but not read gets null, if nothing is asked of the row.
 * @throws FORBIDDEN, VALIDATION, QUERY_CANCELED, and what the write throws
 */
export async function runWrite(
  ctx: ContextImpl,
  plan: RootWrite,
  selection: RowSelection,
  args: unknown,
  kept: KeptStatements | null = null,
): Promise<string> {
  const write = (writing: ContextImpl): Promise<readonly string[]> =>
    plan.write(writing.mutate({ entityName: plan.entity.name } as AnyEntity), args)
  const { actor } = ctx
  const asksNothing = selection.needs.length === 0 && selection.items.every(({ type }) => type === 'constant')
  if (asksNothing && !new ReadScope(actor, ctx.crm.access).mayRead(plan.entity)) {
    const ids = await write(ctx)
    return plan.many ? `[${ids.map(() => 'null').join()}]` : 'null'
  }
  const statementOf = (ids: readonly string[]) => {
    const given = plan.many ? { ids } : { id: ids[0] }
    const known = kept?.find(actor, given)
    if (known) return known
    const scope = new ReadScope(actor, ctx.crm.access)
    const statement = plan.many
      ? rowsStatement(scope, selection, ids, plan.bin)
      : rowStatement(scope, selection, ids[0], plan.bin)
    if (scope.sql.template) kept?.keep(actor, given, scope.sql.template)
    return statement
  }
  statementOf([noRow])
  const [row] = await writeThenRead<{ readonly data: string | null }>(ctx, write, (ids) =>
    prepared(statementOf(ids), actor.kind),
  )
  return row?.data ?? 'null'
}
