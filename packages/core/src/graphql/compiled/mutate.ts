import type { ContextImpl } from '../../runtime/context-impl.ts'
import { apart } from '../apart.ts'
import { type RepeatableRequest, runOnce, Undone } from '../idempotency.ts'
import type { Done } from '../request-context.ts'

/** A root field that is run for this request, in the context it is given. */
export interface Writing {
  readonly key: string
  readonly run: (ctx: ContextImpl) => Promise<string>
}

/** Makes the text of an answer from its members' JSON. */
export type TextOf = (members: readonly (readonly [key: string, json: string])[]) => string

/**
 * Runs the root fields of a mutation one after another, as GraphQL has it: one that fails leaves those before it written and lets
 * those behind it run. Gives the text of the answer; where one failed, what came of each, for the long road to tell. With a key all
 * of them are written together or not at all.
 */
export async function mutate(
  ctx: ContextImpl,
  roots: readonly Writing[],
  textOf: TextOf,
  repeatable: RepeatableRequest | null,
): Promise<string | Done> {
  if (!repeatable) return run(ctx, roots, textOf)
  try {
    return await runOnce(ctx, repeatable, async (inner) => {
      const answer = await run(inner, roots, textOf)
      if (typeof answer !== 'string') throw new Undone(answer)
      return answer
    })
  } catch (error) {
    return error instanceof Undone ? (error.result as Done) : { failure: error }
  }
}

async function run(ctx: ContextImpl, roots: readonly Writing[], textOf: TextOf): Promise<string | Done> {
  const written: [string, string][] = []
  const fields = new Map<string, () => string>()
  for (const root of roots) {
    try {
      const json = await apart(ctx, roots.length === 1, root.run)
      written.push([root.key, json])
      fields.set(root.key, () => json)
    } catch (error) {
      fields.set(root.key, () => {
        throw error
      })
    }
  }
  return written.length === roots.length ? textOf(written) : { fields }
}
