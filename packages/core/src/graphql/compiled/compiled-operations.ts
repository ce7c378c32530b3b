import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FieldNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { TesseraError } from '../../errors/tessera-error.ts'
import { readRecords } from '../../query/reader.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import { checkLimits, parseLimited, type QueryLimits, refuseDeepVariables } from '../limits.ts'
import { limitedFields } from '../rate-limits.ts'
import type { RequestContext } from '../request-context.ts'
import { isRootRead, type RootRead } from '../root-read.ts'
import { argumentsOf, type SelectedField, type SelectionInfo, selectedFields } from '../selected-fields.ts'
import { type Derived, derivedOf } from './derived.ts'
import { KeptStatements } from './kept-statements.ts'

/** What a client sends. */
export interface AskedOperation {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** An operation that was looked at once. */
interface Compiled extends Derived {
  readonly document: DocumentNode
  /** What its root fields select, where no variable has a say in it. */
  roots: readonly Root[] | undefined
}

/** One that takes the long road, and why; `document` where it is valid. */
interface Uncompiled {
  readonly reason: string
  readonly document: DocumentNode | null
  /** Whether it may run without a request: a query that nobody counts. */
  readonly isAskable: boolean
}

/** A root field; without `read` it is `__typename`. */
interface Root {
  readonly field: SelectedField
  /** Its arguments, where no variable is among them. */
  readonly args: Readonly<Record<string, unknown>> | undefined
  readonly read: { readonly plan: RootRead; readonly selection: unknown; readonly kept: KeptStatements | null } | null
}

export interface CompiledOptions {
  readonly schema: () => GraphQLSchema
  readonly limits: QueryLimits
  readonly introspection: boolean
}

/**
 * The short road of a query whose every field is derived from the model: it is read and checked once for each text; each
 * request binds its variables, and the JSON of the database is the answer as it stands. Whatever is out of the ordinary, an
 * error above all, is left to the long road, which tells it: nothing has been written that asking again would write twice.
 */
export class CompiledOperations {
  readonly #options: CompiledOptions
  /** By the name and the text; why it has no short road, where it has none. */
  readonly #known = new LRUCache<string, Compiled | Uncompiled>({
    // A tree takes some fifty times its text.
    max: 1_000,
    maxSize: 1_000_000,
    sizeCalculation: (_value, key) => key.length + 1,
  })

  constructor(options: CompiledOptions) {
    this.#options = options
  }

  /** The text of the answer, or null where the long road must give it. @throws QUERY_CANCELED, for it to tell */
  async answer(ctx: ContextImpl, asked: AskedOperation): Promise<string | null> {
    const compiled = this.#compiled(asked)
    if ('reason' in compiled) return null
    try {
      return await this.#run(compiled, ctx, asked)
    } catch (error) {
      if (error instanceof TesseraError && error.code === 'QUERY_CANCELED') throw error
      return null
    }
  }

  /**
   * The answer of a query asked within the process, without what HTTP adds; null for a mutation, for what is counted, and
   * where there is no answer but errors of the request.
   */
  async ask(context: RequestContext, asked: AskedOperation): Promise<ExecutionResult | null> {
    const compiled = this.#compiled(asked)
    const { document } = compiled
    if (!document || ('reason' in compiled && !compiled.isAskable)) return null
    let stopped: TesseraError | undefined
    const answer = 'reason' in compiled || !context.ctx ? null : this.answer(context.ctx, asked)
    const text = await answer?.catch((error: TesseraError) => {
      stopped = error
    })
    if (text) return JSON.parse(text) as ExecutionResult
    const { limits, schema } = this.#options
    try {
      checkLimits({ schema: schema(), document, ...asked }, limits)
    } catch {
      return null
    }
    const result = await execute({
      schema: schema(),
      document,
      contextValue: { ...context, stopped },
      variableValues: { ...asked.variables },
      operationName: asked.operationName ?? null,
    })
    return 'data' in result ? result : null
  }

  /** Why an operation takes the long road; null where it takes the short one. */
  reason(asked: AskedOperation): string | null {
    const compiled = this.#compiled(asked)
    return 'reason' in compiled ? compiled.reason : null
  }

  #compiled(asked: AskedOperation): Compiled | Uncompiled {
    const key = `${asked.operationName ?? ''} ${asked.query}`
    let compiled = this.#known.get(key)
    if (!compiled) {
      compiled = this.#compile(asked)
      this.#known.set(key, compiled)
    }
    return compiled
  }

  #compile(asked: AskedOperation): Compiled | Uncompiled {
    const { limits, introspection } = this.#options
    const schema = this.#options.schema()
    try {
      const document = parseLimited(asked.query, limits)
      checkLimits({ schema, document, operationName: asked.operationName }, limits)
      const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule]
      const [invalid] = validate(schema, document, rules, { maxErrors: 1 })
      if (invalid) return { reason: invalid.message, document: null, isAskable: false }
      const derived = derivedOf(schema, document, asked.operationName)
      if (typeof derived !== 'string') return { ...derived, document, roots: undefined }
      const { operationName } = asked
      const isAskable =
        getOperationAST(document, operationName)?.operation === 'query' &&
        limitedFields({ schema, document, operationName }).length === 0
      return { reason: derived, document, isAskable }
    } catch (error) {
      return { reason: (error as Error).message, document: null, isAskable: false }
    }
  }

  async #run(compiled: Compiled, ctx: ContextImpl, { variables, operationName }: AskedOperation): Promise<string> {
    const { limits } = this.#options
    const schema = this.#options.schema()
    if (compiled.sizedByVariables)
      checkLimits({ schema, document: compiled.document, operationName, variables }, limits)
    else refuseDeepVariables(variables, limits.variableDepth)
    const { variableValues } = getVariableValues(
      schema,
      compiled.operation.variableDefinitions ?? [],
      { ...variables },
      { maxErrors: 1 },
    )
    // The long road says what is wrong with them.
    if (!variableValues) throw new TesseraError('VALIDATION')
    const info: SelectionInfo = { schema, fragments: compiled.fragments, variableValues: variableValues as never }
    const roots = compiled.roots ?? rootsOf(info, compiled)
    if (!compiled.selectsByVariables) compiled.roots = roots
    const members = await Promise.all(
      roots.map(async ({ field, args, read }) => {
        if (!read) return `${JSON.stringify(field.key)}:"Query"`
        const given = args ?? argumentsOf(info, field)
        const [row] = await readRecords<{ readonly data: string | null }>(ctx, (scope) => {
          const known = read.kept?.find(ctx.actor, given)
          if (known) return known
          const statement = read.plan.statement(scope, read.selection, given)
          if (scope.sql.template) read.kept?.keep(ctx.actor, given, scope.sql.template)
          return statement
        })
        const json = row?.data ?? 'null'
        return `${JSON.stringify(field.key)}:${compiled.rewritten ? JSON.stringify(JSON.parse(json)) : json}`
      }),
    )
    return `{"data":{${members.join(',')}}}`
  }
}

function rootsOf(
  info: SelectionInfo,
  { operation, asksByVariables, selectsByVariables, isAmbiguous }: Derived,
): Root[] {
  const type = info.schema.getQueryType()
  if (!type) return []
  return selectedFields(info, type, [operation as unknown as FieldNode]).map((field) => {
    const plan = field.definition?.extensions.tessera
    const args = asksByVariables ? undefined : argumentsOf(info, field)
    const kept = selectsByVariables || isAmbiguous ? null : new KeptStatements()
    return { field, args, read: isRootRead(plan) ? { plan, selection: plan.select(info, field.nodes), kept } : null }
  })
}
