import { createHash } from 'node:crypto'
import type { ExecutionResult } from 'graphql'
import type { Actor } from '../access/actor.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Unit } from '../runtime/unit.ts'

/** What makes a mutation safe to repeat. */
export interface Repeatable {
  /** The client's `Idempotency-Key`. */
  readonly key: string
  /**
   * The client's `Idempotency-Fingerprint`: stands for the variables where they come of what is stored as well as of what was
   * asked, as those of a form that sends only what changed, and so differ when it comes again.
   */
  readonly fingerprint: string | null
}

/** Null where a request carries no key. */
export function repeatableOf({ headers }: Request): Repeatable | null {
  const key = headers.get('idempotency-key')
  return key === null ? null : { key, fingerprint: headers.get('idempotency-fingerprint') }
}

/** A mutation that may be sent again, as after a lost answer. */
export interface RepeatableRequest extends Repeatable {
  readonly query: string | undefined
  readonly operationName?: string | null | undefined
  readonly variables?: unknown
}

/** Undoes a mutation that failed; carries what came of it out of the transaction. */
export class Undone<Result> extends Error {
  readonly result: Result

  constructor(result: Result) {
    super('The mutation failed and is undone.')
    this.result = result
  }
}

/**
 * Runs a mutation so that it takes effect once, however often it comes with the same key: the key, everything the mutation
 * writes and the text of its answer are committed together. A repetition that comes meanwhile waits and gets the same answer. A
 * mutation that fails (`run` throws `Undone`) writes nothing at all and may be sent again.
 * @throws IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_REUSED, and what `run` throws
 */
export async function runOnce(
  ctx: ContextImpl,
  request: RepeatableRequest,
  run: (ctx: ContextImpl) => Promise<string>,
): Promise<string> {
  const { key, fingerprint, query, operationName = null, variables = null } = request
  if (![key, fingerprint ?? key].every((sent) => /^[\x21-\x7e]{1,200}$/.test(sent)))
    throw new TesseraError('IDEMPOTENCY_KEY_INVALID')
  const asked = fingerprint === null ? variables : { fingerprint }
  const hash = createHash('sha256')
    .update(JSON.stringify([query, operationName, asked]))
    .digest('hex')
  const actor = actorKey(ctx.actor)
  return ctx.inTransaction(async (inner, unit) => {
    const stored = await claim(inner, unit, actor, key, hash)
    if (stored !== null) return stored
    const answer = await run(inner)
    await unit.write(inner.actor, {
      text: 'update tessera.idempotency set status = 200, response = $3::jsonb where actor = $1 and key = $2',
      // As a text within JSON: jsonb would sort the members of the answer anew.
      values: [actor, key, JSON.stringify(answer)],
    })
    return answer
  })
}

/** The same for a mutation that GraphQL executes. */
export async function executeOnce(
  ctx: ContextImpl,
  request: RepeatableRequest,
  execute: (ctx: ContextImpl) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const run = async (inner: ContextImpl): Promise<string> => {
    const result = await execute(inner)
    if (result.errors && result.errors.length > 0) throw new Undone(result)
    return JSON.stringify({ data: result.data })
  }
  try {
    return JSON.parse(await runOnce(ctx, request, run)) as ExecutionResult
  } catch (error) {
    if (error instanceof Undone) return { ...(error.result as ExecutionResult), data: null }
    throw error
  }
}

/** Takes the key, or gives the text of the answer that is stored under it. Waits while another request holds it. */
async function claim(ctx: ContextImpl, unit: Unit, actor: string, key: string, hash: string): Promise<string | null> {
  const taken = await unit.write(ctx.actor, {
    text: 'insert into tessera.idempotency (actor, key, request_hash, created_at) values ($1, $2, $3, $4) on conflict do nothing',
    values: [actor, key, hash, ctx.now()],
  })
  if (taken.rowCount === 1) return null
  const { rows } = await unit.write<{ request_hash: string; response: string }>(ctx.actor, {
    text: 'select request_hash, response from tessera.idempotency where actor = $1 and key = $2',
    values: [actor, key],
  })
  if (rows[0]?.request_hash !== hash) throw new TesseraError('IDEMPOTENCY_KEY_REUSED')
  return rows[0].response
}

/** Whose key it is: keys of others, also of the same person at another partner, do not meet. */
function actorKey(actor: Actor): string {
  if (actor.kind === 'system') return `system:${actor.name}`
  return [
    actor.kind,
    actor.id,
    actor.kind === 'partner' ? actor.partner : actor.kind === 'customer' ? actor.account : '',
  ].join(':')
}
