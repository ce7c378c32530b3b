import { type Crm, recordSecurity, type SecurityRecord } from '@tessera/core'
import type { Visit } from '../routing/visit.ts'

/** Writes to the security log, with where a request came from. */
export type NoteSecurity = (visit: Pick<Visit, 'address' | 'request'>, record: SecurityRecord) => Promise<void>

export const securityLog =
  (crm: Crm): NoteSecurity =>
  ({ address, request }, record) =>
    recordSecurity(crm.system('server/sign-in', 'keeps the security log'), {
      address,
      device: request.headers.get('user-agent') ?? undefined,
      ...record,
    })
