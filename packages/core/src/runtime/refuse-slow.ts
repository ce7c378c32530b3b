import { TesseraError } from '../errors/tessera-error.ts'

/** SQL that was stopped is no fault of the server. */
export function refuseSlow(error: { readonly code?: unknown }): never {
  throw error.code === '57014' ? new TesseraError('QUERY_CANCELED', {}, { cause: error }) : error
}
