import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TesseraError } from '@tessera/core'

const shortest = 32

export interface SecretOptions {
  /** The value of `TESSERA_SECRET`. */
  readonly given: string | undefined
  readonly development: boolean
  /** Where a development machine keeps the secret made for it; without a folder it lives as long as the process. */
  readonly dataFolder?: string | undefined
}

/**
 * The secret that signs session cookies and forms. In development one is made and kept in the data folder, readable by its
 * owner only; elsewhere it must be given, since every process needs the same and losing it ends all sessions.
 * @throws SECRET_MISSING, SECRET_WEAK
 */
export async function resolveSecret({ given, development, dataFolder }: SecretOptions): Promise<string> {
  if (given !== undefined && given !== '') return checked(given)
  if (!development) throw new TesseraError('SECRET_MISSING')
  const made = randomBytes(32).toString('base64')
  if (dataFolder === undefined) return made
  const file = join(dataFolder, 'secret')
  await mkdir(dataFolder, { recursive: true })
  try {
    // `wx` lets one of two processes that start at once win; the other reads what it wrote.
    await writeFile(file, made, { mode: 0o600, flag: 'wx' })
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return checked((await readFile(file, 'utf8')).trim())
  }
}

function checked(secret: string): string {
  if (secret.length < shortest) throw new TesseraError('SECRET_WEAK', { length: secret.length })
  return secret
}
