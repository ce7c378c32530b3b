import { TesseraError } from '../errors/tessera-error.ts'
import type { Crm } from '../runtime/crm.ts'
import { type Delivery, type DeliveryId, noteFailure } from './delivery.ts'
import { type Outcome, pauseAfter } from './outcome.ts'

/** How often a hook or job is tried, and the first pause between two attempts in ms. */
export interface RetryPolicy {
  readonly attempts: number
  readonly backoffMs: number
}

/** What holds where nothing else is said. */
export const usualPolicy: RetryPolicy = { attempts: 8, backoffMs: 1000 }

/** For what no repetition can mend. */
export const noRetry: RetryPolicy = { attempts: 0, backoffMs: 0 }

/** Notes that the given attempt failed: it is tried again after a pause, or is a dead letter now. */
export async function fail(
  crm: Crm,
  id: DeliveryId,
  attempts: number,
  policy: RetryPolicy,
  error: unknown,
): Promise<Outcome> {
  const now = crm.clock.now()
  const about = { err: error, event: id.id, handler: id.handler, attempts }
  if (attempts >= policy.attempts) {
    await noteFailure(crm.database, id, { error, attempts, now, retryAt: null })
    crm.log.error(about, 'failed for good, it is a dead letter')
    return { type: 'dead', error }
  }
  const delayMs = pauseAfter(attempts, policy.backoffMs)
  await noteFailure(crm.database, id, { error, attempts, now, retryAt: new Date(now.getTime() + delayMs) })
  crm.log.warn({ ...about, delayMs }, 'failed, to be tried again')
  return { type: 'retry', delayMs, error }
}

/** The error of a delivery in whose middle workers stopped too often to start it again. */
export const interruption = (
  { handler }: DeliveryId,
  times: number,
  delivery: Pick<Delivery, 'last_error'>,
): TesseraError =>
  new TesseraError('HANDLER_INTERRUPTED', { handler, attempts: times, last: delivery.last_error ?? 'none' })
