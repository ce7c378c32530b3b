import type { FieldNode } from 'graphql'
import { readRecords } from '../../query/reader.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import { readRow } from '../read-selection.ts'
import { isRootRead, type RootRead } from '../root-read.ts'
import { isRootWrite, runWrite } from '../root-write.ts'
import { argumentsOf, type SelectedField, type SelectionInfo, selectedFields } from '../selected-fields.ts'
import { ByVariables, type SentVariables } from './by-variables.ts'
import { type Derived, variablesOf } from './derived.ts'
import { KeptStatements } from './kept-statements.ts'

/** A root field of an operation, made ready to be run. */
export interface Root {
  readonly key: string
  /** Gives its JSON. */
  readonly run: (ctx: ContextImpl, asked: Asked) => Promise<string>
}

/** An operation of one request. */
export interface Asked {
  /** Has the variables of the request. */
  readonly info: SelectionInfo
  readonly sent: SentVariables
}

type Arguments = Readonly<Record<string, unknown>>

export function rootsOf(info: SelectionInfo, { operation, isAmbiguous }: Derived): Root[] {
  const type = info.schema.getRootType(operation.operation)
  if (!type) return []
  return selectedFields(info, type, [operation as unknown as FieldNode]).map((field) => {
    const { key, nodes } = field
    const plan = field.definition?.extensions.tessera
    const given = argumentsBySent(field, isRootRead(plan))
    const kept = isAmbiguous ? null : new KeptStatements()
    if (isRootRead(plan)) return readRoot(info, field, plan, given, kept)
    if (!isRootWrite(plan)) return { key, run: async () => JSON.stringify(type.name) }
    const selection = readRow(info, plan.entity, nodes)
    return { key, run: async (ctx, asked) => runWrite(ctx, plan, selection, given(asked), kept) }
  })
}

/** What a root field is given by a request; `keeps` where others may ask the same. */
function argumentsBySent(field: SelectedField, keeps: boolean): (asked: Asked) => Arguments {
  const names = new Set((field.nodes[0]?.arguments ?? []).flatMap((argument) => [...variablesOf(argument)]))
  const known = new ByVariables<Arguments>(keeps ? [...names] : null)
  return ({ info, sent }) => known.of(sent, () => argumentsOf(info, field))
}

function readRoot(
  info: SelectionInfo,
  { key, nodes }: SelectedField,
  plan: RootRead,
  given: (asked: Asked) => Arguments,
  kept: KeptStatements | null,
): Root {
  const selection = plan.select(info, nodes, false)
  return {
    key,
    run: async (ctx, asked) => {
      const args = given(asked)
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
