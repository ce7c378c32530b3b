import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  specifiedRules,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { TesseraError } from '../../errors/tessera-error.ts'
import type { ContextImpl } from '../../runtime/context-impl.ts'
import type { Repeatable } from '../idempotency.ts'
import { checkLimits, parseLimited, type QueryLimits, refuseDeepVariables } from '../limits.ts'
import { limitedFields } from '../rate-limits.ts'
import type { Done, RequestContext } from '../request-context.ts'
import type { SelectionInfo } from '../selected-fields.ts'
import { ByVariables, type SentVariables } from './by-variables.ts'
import { type Derived, derivedOf } from './derived.ts'
import { mutate, type TextOf, type Writing } from './mutate.ts'
import { type Asked, type Root, rootsOf } from './roots.ts'
import { isSizedByVariables, type Split, splitOf } from './split.ts'

/** What a client sends. */
export interface AskedOperation {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** Derived root fields of a query, or a whole operation of such, that were looked at once. */
interface Compiled extends Derived {
  readonly document: DocumentNode
  /** What they select, by the variables that have a say in it. */
  readonly roots: ByVariables<readonly Root[]>
  readonly values: ByVariables<SelectionInfo['variableValues']>
}

/** One that takes the long road, and why; `document` where it is valid. */
interface Uncompiled {
  readonly reason: string
  readonly document: DocumentNode | null
  /** Whether it may run without a request: a query that nobody counts. */
  readonly isAskable: boolean
  /** Its fields that are derived all the same, apart from those that are not. */
  readonly split: (Split & { readonly compiled: Compiled }) | null
  /** Whether variables may make it too large. */
  readonly sizedByVariables: boolean
}

export interface CompiledOptions {
  readonly schema: () => GraphQLSchema
  readonly limits: QueryLimits
  readonly introspection: boolean
}

/**
 * The short road of an operation whose every field is derived from the model: it is read and checked once for each text; each
 * request binds its variables, and the JSON of the database is the answer as it stands. Whatever is out of the ordinary, an
 * error above all, is left to the long road, which tells it. It reads again, but writes nothing again: what came of a mutation's
 * fields goes along.
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

  /** The text of the answer; else what was done, for the long road to go on from. */
  async answer(ctx: ContextImpl, asked: AskedOperation, repeatable: Repeatable | null = null): Promise<string | Done> {
    const compiled = this.#compiled(asked)
    if ('reason' in compiled) return {}
    try {
      return await this.#run(compiled, ctx, asked, repeatable)
    } catch (error) {
      return doneBy(error)
    }
  }

  /**
   * The answer of a query asked within the process, without what HTTP adds, its data as JSON holds it; null for a mutation, for what
   * is counted, and where there is no answer but errors of the request.
   */
  async ask(context: RequestContext, asked: AskedOperation): Promise<ExecutionResult | null> {
    const compiled = this.#compiled(asked)
    const { document } = compiled
    const isAskable = 'reason' in compiled ? compiled.isAskable : compiled.operation.operation === 'query'
    if (!document || !isAskable) return null
    let done = context.ctx ? await this.answer(context.ctx, asked) : {}
    if (typeof done === 'string') return JSON.parse(done) as ExecutionResult
    const { limits, schema } = this.#options
    try {
      if ('reason' in compiled && !compiled.sizedByVariables) refuseDeepVariables(asked.variables, limits.variableDepth)
      else checkLimits({ schema: schema(), document, ...asked }, limits)
    } catch {
      return null
    }
    const onLongRoad = async (part: DocumentNode): Promise<ExecutionResult | null> => {
      const result = await execute({
        schema: schema(),
        document: part,
        contextValue: { ...context, done },
        variableValues: { ...asked.variables },
        operationName: asked.operationName ?? null,
      })
      return result.data === undefined ? null : { ...result, data: arrived(result.data) }
    }
    const split = 'reason' in compiled && context.ctx ? compiled.split : null
    if (!split || !context.ctx) return onLongRoad(document)
    const [read, made] = await Promise.all([
      this.#run(split.compiled, context.ctx, asked, null).catch((error: unknown) => {
        done = doneBy(error)
      }),
      onLongRoad(split.rest),
    ])
    // What is out of the ordinary is told as a whole.
    if (typeof read !== 'string' || !made?.data) return onLongRoad(document)
    const { data } = JSON.parse(read) as ExecutionResult
    const all = { ...data, ...made.data }
    return { ...made, data: Object.fromEntries(split.keys.filter((key) => key in all).map((key) => [key, all[key]])) }
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
      if (invalid) return refused(invalid.message)
      const derived = derivedOf(schema, document, asked.operationName)
      if (typeof derived !== 'string') return ready(derived, document)
      const { operationName } = asked
      const isAskable =
        getOperationAST(document, operationName)?.operation === 'query' &&
        limitedFields({ schema, document, operationName }).length === 0
      const split = isAskable ? splitOf(schema, document, operationName) : null
      return {
        reason: derived,
        document,
        isAskable,
        split: split && { ...split, compiled: ready(split.derived, document) },
        sizedByVariables: isSizedByVariables(document),
      }
    } catch (error) {
      return refused((error as Error).message)
    }
  }

  async #run(
    compiled: Compiled,
    ctx: ContextImpl,
    asked: AskedOperation,
    repeatable: Repeatable | null,
  ): Promise<string | Done> {
    const { roots, ...request } = this.#ready(compiled, asked)
    const textOf: TextOf = (members) =>
      `{"data":{${members
        .map(
          ([name, json]) => `${JSON.stringify(name)}:${compiled.rewritten ? JSON.stringify(JSON.parse(json)) : json}`,
        )
        .join(',')}}}`
    if (compiled.operation.operation === 'query')
      return textOf(await Promise.all(roots.map(async (root) => [root.key, await root.run(ctx, request)] as const)))
    ctx.refuseViewing()
    const writing = roots.map((root): Writing => ({ key: root.key, run: (inner) => root.run(inner, request) }))
    return mutate(ctx, writing, textOf, repeatable && { ...repeatable, ...asked })
  }

  /** The root fields of an operation, and what they are run with. @throws VALIDATION, and what `checkLimits` throws */
  #ready(
    compiled: Compiled,
    { variables, operationName }: AskedOperation,
  ): Asked & { readonly roots: readonly Root[] } {
    const { limits } = this.#options
    const schema = this.#options.schema()
    if (compiled.sizedByVariables)
      checkLimits({ schema, document: compiled.document, operationName, variables }, limits)
    else refuseDeepVariables(variables, limits.variableDepth)
    const sent = variables ?? {}
    const variableValues = compiled.values.of(sent, () => valuesOf(schema, compiled.operation, sent))
    const info: SelectionInfo = { schema, fragments: compiled.fragments, variableValues }
    const roots = compiled.roots.of(sent, () => {
      // What is kept holds on to no other variables of the request.
      const { sources, coerced } = variableValues
      const own = { sources: only(sources, compiled.selectsBy), coerced: only(coerced, compiled.selectsBy) }
      return rootsOf({ ...info, variableValues: own }, compiled)
    })
    return { roots, info, sent }
  }
}

/** As it would arrive: pages are written for what JSON holds. */
const arrived = (data: unknown): Record<string, unknown> | null => JSON.parse(JSON.stringify(data))

function ready(derived: Derived, document: DocumentNode): Compiled {
  const { operation, selectsBy } = derived
  const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
  // Nobody writes the same twice, and what is written may be long.
  const values = new ByVariables<SelectionInfo['variableValues']>(operation.operation === 'query' ? names : null)
  return { ...derived, document, roots: new ByVariables(selectsBy), values }
}

const only = <T>(values: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(names.flatMap((name) => (Object.hasOwn(values, name) ? [[name, values[name] as T]] : [])))

/** @throws VALIDATION: the long road says what is wrong with them */
function valuesOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  sent: SentVariables,
): SelectionInfo['variableValues'] {
  const { variableValues } = getVariableValues(schema, variableDefinitions, { ...sent }, { maxErrors: 1 })
  if (!variableValues) throw new TesseraError('VALIDATION')
  return variableValues
}

/** What took too long is not asked again: the request has had its time. */
const doneBy = (error: unknown): Done =>
  error instanceof TesseraError && error.code === 'QUERY_CANCELED' ? { stopped: error } : {}

const refused = (reason: string): Uncompiled => ({
  reason,
  document: null,
  isAskable: false,
  split: null,
  sizedByVariables: false,
})
