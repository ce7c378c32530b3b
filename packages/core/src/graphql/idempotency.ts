import { createHash } from 'node:crypto'
import type { ExecutionResult } from 'graphql'
import type { Actor } from '../access/actor.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Unit } from '../runtime/unit.ts'

/** A mutation that may be sent again, as after a lost answer. */
export interface RepeatableRequest {
  /** The client's `Idempotency-Key`. */
  readonly key: string
  readonly query: string | undefined
  readonly operationName: string | undefined
  readonly variables: unknown
}

/** Undoes a mutation that failed; carries its answer out of the transaction. */
class Undone extends Error {
  readonly result: ExecutionResult

  constructor(result: ExecutionResult) {
    super('The mutation failed and is undone.')
    this.result = result
  }
}

/**
 * Runs a mutation so that it takes effect once, however often it comes with the same key: the key, everything the mutation
 * writes and its answer are committed together. A repetition that comes meanwhile waits and gets the same answer. A mutation
 * that fails writes nothing at all and may be sent again.
 * @throws IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_REUSED
 */
export async function runOnce(
  ctx: ContextImpl,
  request: RepeatableRequest,
  run: (ctx: ContextImpl) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  if (!/^[\x21-\x7e]{1,200}$/.test(request.key)) throw new TesseraError('IDEMPOTENCY_KEY_INVALID')
  const hash = createHash('sha256')
    .update(JSON.stringify([request.query, request.operationName ?? null, request.variables ?? null]))
    .digest('hex')
  const actor = actorKey(ctx.actor)
  try {
    return await ctx.inTransaction(async (inner, unit) => {
      const stored = await claim(inner, unit, actor, request.key, hash)
      if (stored) return stored
      const result = await run(inner)
      if (result.errors && result.errors.length > 0) throw new Undone(result)
      // As a text within JSON: jsonb would sort the members of the answer anew.
      const response = JSON.stringify(JSON.stringify({ data: result.data }))
      await unit.write(inner.actor, {
        text: 'update tessera.idempotency set status = 200, response = $3::jsonb where actor = $1 and key = $2',
        values: [actor, request.key, response],
      })
      return result
    })
  } catch (error) {
    if (error instanceof Undone) return { ...error.result, data: null }
    throw error
  }
}

/** Takes the key, or gives the answer that is stored under it. Waits while another request holds it. */
async function claim(
  ctx: ContextImpl,
  unit: Unit,
  actor: string,
  key: string,
  hash: string,
): Promise<ExecutionResult | null> {
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
  return JSON.parse(rows[0].response) as ExecutionResult
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
