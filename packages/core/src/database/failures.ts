import pg from 'pg'
import { TesseraError } from '../errors/tessera-error.ts'

/** Serialization failure, deadlock, and a prepared statement outdated by a migration: nothing was written, a repeat may succeed. */
const retryable = new Set(['40001', '40P01', '0A000', '26000'])

/**
 * Whether repeating the whole transaction may succeed: it lost against a concurrent one (40001, 40P01) or ran into a
 * prepared statement that a migration outdated. A lost connection is not among them, since its COMMIT may have arrived.
 */
export function isRetryable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && retryable.has(error.code ?? '')
}

/** Errors of the socket, and of node-postgres about a client whose socket is gone. */
const lostCodes = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
])
const lostTexts =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout)/

/** Gives errors of the connection (not of the statement) a code; passes everything else through. */
export function explainFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TesseraError) return error
  if (lostCodes.has(codeOf(error)) || lostTexts.test(error.message)) {
    return new TesseraError('DATABASE_CONNECTION_LOST', { reason: error.message }, { cause: error })
  }
  if (error.message === 'Cannot use a pool after calling end on the pool') return new TesseraError('DATABASE_CLOSED')
  return error
}

/** Where a server is, without its password. */
export interface Target {
  readonly target: string
  readonly user: string
  readonly database: string
}

const tlsCodes = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|EPROTO|HOSTNAME_MISMATCH)/
const tlsTexts = /SSL|TLS|certificate/i

/** Says why no connection to the server could be made. The cause is left out where it may carry the address with its password. */
export function explainConnectFailure(error: unknown, at: Target): unknown {
  if (!(error instanceof Error) || error instanceof TesseraError) return error
  const code = codeOf(error)
  const params = { ...at, reason: reasonOf(error) }
  if (code === '3D000') return new TesseraError('DATABASE_MISSING', params, { cause: error })
  if (code === '53300' || error.message === 'timeout exceeded when trying to connect') {
    return new TesseraError('DATABASE_BUSY', params, { cause: error })
  }
  if (code.startsWith('28') || error.message.startsWith('SASL')) {
    return new TesseraError('DATABASE_AUTH', params, { cause: error })
  }
  if (tlsCodes.test(code) || tlsTexts.test(error.message))
    return new TesseraError('DATABASE_TLS', params, { cause: error })
  if (error instanceof pg.DatabaseError && !lostCodes.has(code)) return error
  if (error.message === 'Cannot use a pool after calling end on the pool') return new TesseraError('DATABASE_CLOSED')
  return new TesseraError('DATABASE_UNREACHABLE', params, { cause: error })
}

const codeOf = (error: Error): string => String((error as { code?: unknown }).code ?? '')

function reasonOf(error: Error): string {
  // Node tries each address of a name and reports them together, with an empty message of its own.
  if (error instanceof AggregateError) return error.errors.map((each) => (each as Error).message).join(', ')
  if (error.message.includes('client password must be a string')) return 'no password was given'
  return error.message
}
