import type { FieldNode } from 'graphql'
import { readRecords } from '../../query/reader.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import { readRow } from '../read-selection.ts'
import { isRootRead, type RootRead } from '../root-read.ts'
import { isRootWrite, runWrite } from '../root-write.ts'
import { argumentsOf, type SelectedField, type SelectionInfo, selectedFields } from '../selected-fields.ts'
import type { Derived } from './derived.ts'
import { KeptStatements } from './kept-statements.ts'

/** A root field of an operation, made ready to be run. */
export interface Root {
  readonly key: string
  /** Gives its JSON. `info` has the variables of the request. */
  readonly run: (ctx: ContextImpl, info: SelectionInfo) => Promise<string>
}

type Arguments = Readonly<Record<string, unknown>>

export function rootsOf(info: SelectionInfo, derived: Derived): Root[] {
  const { operation, asksByVariables, selectsByVariables, isAmbiguous } = derived
  const type = info.schema.getRootType(operation.operation)
  if (!type) return []
  return selectedFields(info, type, [operation as unknown as FieldNode]).map((field) => {
    const { key, nodes } = field
    const plan = field.definition?.extensions.tessera
    const known = asksByVariables ? undefined : argumentsOf(info, field)
    const given = (now: SelectionInfo): Arguments => known ?? argumentsOf(now, field)
    const kept = selectsByVariables || isAmbiguous ? null : new KeptStatements()
    if (isRootRead(plan)) return readRoot(info, field, plan, given, kept)
    if (!isRootWrite(plan)) return { key, run: async () => JSON.stringify(type.name) }
    const selection = readRow(info, plan.entity, nodes)
    return { key, run: async (ctx, now) => runWrite(ctx, plan, selection, given(now), kept) }
  })
}

function readRoot(
  info: SelectionInfo,
  { key, nodes }: SelectedField,
  plan: RootRead,
  given: (now: SelectionInfo) => Arguments,
  kept: KeptStatements | null,
): Root {
  const selection = plan.select(info, nodes, false)
  return {
    key,
    run: async (ctx, now) => {
      const args = given(now)
      const seen = plan.seen?.(args)
      const [row] = await readRecords<{ readonly data: string | null }>(ctx, (scope) => {
        const known = kept?.find(ctx.actor, args, seen)
        if (known) return known
        const statement = plan.statement(scope, selection, args)
        if (scope.sql.template) kept?.keep(ctx.actor, args, scope.sql.template, seen)
        return statement
      })
      return row?.data ?? 'null'
    },
  }
}
