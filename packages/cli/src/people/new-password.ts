import { randomInt } from 'node:crypto'
import { text } from 'node:stream/consumers'

export interface PasswordOptions {
  readonly passwordStdin?: boolean
}

/** The password that was handed over on standard input, or a new one, which then must be shown. */
export async function newPassword({ passwordStdin }: PasswordOptions): Promise<{ password: string; made: boolean }> {
  if (!passwordStdin) return { password: makePassword(), made: true }
  // A line end is what the terminal or `echo` adds.
  return { password: (await text(process.stdin)).replace(/\r?\n$/, ''), made: false }
}

// Without letters and digits that look alike; 24 of 55 have 138 bits.
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

const makePassword = (): string => Array.from({ length: 24 }, () => letters[randomInt(letters.length)]).join('')
