import type { Visit } from '../routing/visit.ts'
import { addressHeader } from './auth-options.ts'

/** What Better Auth notes of a client with a new session: its address and program, and nothing it sent besides. */
export const clientHeaders = ({ address, request }: Pick<Visit, 'address' | 'request'>): Headers =>
  new Headers({
    [addressHeader]: address,
    'user-agent': (request.headers.get('user-agent') ?? '').slice(0, 300),
  })

/** A request's headers for what its session does: with the address that we know instead of one it claims. */
export function sessionHeaders({ address, request }: Pick<Visit, 'address' | 'request'>): Headers {
  const headers = new Headers(request.headers)
  headers.set(addressHeader, address)
  return headers
}
