import { createHmac, randomInt } from 'node:crypto'

// Without the signs that are mistaken for each other.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const half = 5
const amount = 10
const mark = '#'

/** Ten codes such as `k3mvq-7xw2d`, each good for one sign-in: 49 bits, of which only a keyed hash is stored. */
export const newBackupCodes = (): string[] =>
  Array.from({ length: amount }, () =>
    [0, 1].map(() => Array.from({ length: half }, () => alphabet[randomInt(alphabet.length)]).join('')).join('-'),
  )

/** Whether this was typed as a backup code rather than as a code of an app. */
export const looksLikeBackupCode = (code: string): boolean => plain(code).length === 2 * half

const plain = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '')

/** What is stored of a backup code, and compared. */
export const hashedBackupCode = (secret: string, code: string): string =>
  mark +
  createHmac('sha256', secret)
    .update(`backup:${plain(code)}`)
    .digest('base64url')

/**
 * How Better Auth keeps the codes: it hands over new ones in the clear, and those that are left after one was used as it read them,
 * which is hashed already.
 */
export const hashedStorage = (secret: string) => ({
  encrypt: async (json: string): Promise<string> =>
    JSON.stringify(
      (JSON.parse(json) as string[]).map((code) => (code.startsWith(mark) ? code : hashedBackupCode(secret, code))),
    ),
  decrypt: async (stored: string): Promise<string> => stored,
})
