import type { Database } from '@tessera/core'
import type { BetterAuthOptions } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { hashedStorage, newBackupCodes } from './two-factor/backup-codes.ts'

export type AuthDatabase = Pick<Database, 'kysely'>

/** A session ends this long after it was last prolonged. */
export const sessionSeconds = 7 * 24 * 60 * 60

/** A sign-in waits this long for its second step. */
export const secondStepSeconds = 10 * 60

/** A device that somebody trusts is not asked for a code this long after its last sign-in. */
export const trustedDeviceSeconds = 30 * 24 * 60 * 60

/** Shortest and longest password, in UTF-16 units as Better Auth counts. */
export const passwordLength = { min: 10, max: 128 }

/** The header in which the server tells Better Auth the client's address; whatever a client sends in it is replaced. */
export const addressHeader = 'x-tessera-address'

/** What decides Better Auth's tables and cookies: for the server, and for the migration that makes the tables. */
export function authOptions({
  database,
  secret,
  publicUrl,
}: {
  readonly database: AuthDatabase
  readonly secret: string
  readonly publicUrl?: string | undefined
}) {
  return {
    appName: 'Tessera',
    // Nothing we use puts this address anywhere; it must not come from a Host header.
    baseURL: publicUrl ?? 'http://localhost',
    basePath: '/auth',
    secret,
    database: { db: database.kysely, type: 'postgres', schemaName: 'auth', transaction: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    session: {
      expiresIn: sessionSeconds,
      updateAge: 24 * 60 * 60,
      additionalFields: {
        partner: { type: 'string', required: false, input: false },
        lastSeen: { type: 'date', required: false, input: false },
        // Whom a member of staff looks at the portal as, for which partner, and until when.
        viewUser: { type: 'string', required: false, input: false },
        viewPartner: { type: 'string', required: false, input: false },
        viewUntil: { type: 'date', required: false, input: false },
      },
    },
    advanced: {
      cookiePrefix: 'tessera',
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      // The server's own guard covers every route, Better Auth's only its own.
      disableCSRFCheck: true,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      // The migration ledger says whether the tables are as expected.
      database: { generateId: 'uuid', joins: true, validateSchema: false },
    },
    plugins: [
      twoFactor({
        backupCodeOptions: { customBackupCodesGenerate: newBackupCodes, storeBackupCodes: hashedStorage(secret) },
        twoFactorCookieMaxAge: secondStepSeconds,
        trustDeviceMaxAge: trustedDeviceSeconds,
      }),
    ],
    // The server's own limit counts per e-mail address too, and for every process together.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
  } as const satisfies BetterAuthOptions
}
