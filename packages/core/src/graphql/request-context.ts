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
  readonly done?: Done | undefined
}

/** What the short road did, for the long one to tell: it is not done again. */
export interface Done {
  /** Why it was stopped: what took too long is not begun again. */
  readonly stopped?: TesseraError | undefined
  /** What a mutation failed with as a whole. */
  readonly failure?: unknown
  /** What came of the root fields of a mutation, by their keys: the JSON, or what is thrown. */
  readonly fields?: ReadonlyMap<string, () => string>
}

/** The context of whoever is signed in. @throws UNAUTHENTICATED, QUERY_CANCELED */
export function signedIn(context: RequestContext): ContextImpl {
  if (context.done?.stopped) throw context.done.stopped
  if (!context.ctx) throw new TesseraError('UNAUTHENTICATED')
  return context.ctx
}
