import { TesseraError } from '../errors/tessera-error.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import type { Crm } from '../runtime/crm.ts'
import type { Batches } from './batches.ts'

/** What resolvers of one request share. */
export interface RequestContext {
  readonly crm: Crm
  readonly requestId: string
  /** Acts as whoever is signed in; null where nobody is. */
  readonly ctx: ContextImpl | null
  /** Gathers what fields of many rows need, so that it is fetched at once. */
  readonly batches: Batches
  /** Why the short road was stopped, for the long one to tell: what took too long is not begun again. */
  readonly stopped?: TesseraError | undefined
}

/** The context of whoever is signed in. @throws UNAUTHENTICATED, QUERY_CANCELED */
export function signedIn(context: RequestContext): ContextImpl {
  if (context.stopped) throw context.stopped
  if (!context.ctx) throw new TesseraError('UNAUTHENTICATED')
  return context.ctx
}
