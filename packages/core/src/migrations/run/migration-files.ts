import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { TesseraError } from '../../errors/tessera-error.ts'
import type { Migration } from './migration.ts'

/** A migration as a file. */
export interface MigrationFile {
  readonly plugin: string
  /** `0002_protection_dates` */
  readonly name: string
  readonly url: URL
  /** SHA-256 of the file's text, whatever its line ends and layout. */
  readonly checksum: string
}

/** Names of the migrations in a folder, in order; none where there is no folder. @throws MIGRATION_INVALID */
export async function migrationNames(folder: URL, plugin: string): Promise<string[]> {
  return [...(await filesByName(folder, plugin)).keys()]
}

/** The migrations in a plugin's folder, in order. @throws MIGRATION_INVALID */
export async function readMigrations(folder: URL, plugin: string): Promise<MigrationFile[]> {
  const files = await filesByName(folder, plugin)
  return Promise.all(
    [...files].map(async ([name, file]) => {
      const url = new URL(file, folder)
      return { plugin, name, url, checksum: checksumOf(await readFile(url, 'utf8')) }
    }),
  )
}

/** Imports a migration. @throws MIGRATION_INVALID */
export async function loadMigration({ plugin, name, url }: MigrationFile): Promise<Migration> {
  const invalid = (why: string, cause?: unknown): TesseraError =>
    new TesseraError('MIGRATION_INVALID', { plugin, name, why }, { cause })
  let loaded: { default?: Partial<Migration> }
  try {
    loaded = await import(url.href)
  } catch (error) {
    throw invalid(`it can not be loaded (${(error as Error).message})`, error)
  }
  const { up } = loaded.default ?? {}
  const isList = Array.isArray(up) && up.every((statement) => typeof statement === 'string')
  if (!isList && typeof up !== 'function') throw invalid('it has no `export default migration({ up: [sql`…`] })`')
  return loaded.default as Migration
}

/** Files by the name of their migration. A published package has `.js` where its source has `.ts`, with the same text. */
async function filesByName(folder: URL, plugin: string): Promise<Map<string, string>> {
  let files: string[]
  try {
    files = await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  const installed = folder.pathname.includes('/node_modules/')
  const names = new Map<string, string>()
  for (const file of files.sort()) {
    if (!/\.[jt]s$/.test(file) || /\.(test|d)\.ts$/.test(file)) continue
    const match = /^(\d{4}_[a-z0-9_]+)\.([jt]s)$/.exec(file)
    if (!match?.[1])
      throw new TesseraError('MIGRATION_INVALID', {
        plugin,
        name: file,
        why: 'migrations are named as 0001_words_with_underscores.ts, so that their order is clear',
      })
    // Node does not run TypeScript of installed packages.
    if (!names.has(match[1]) || match[2] === (installed ? 'js' : 'ts')) names.set(match[1], file)
  }
  return names
}

/** Blanks and semicolons do not count, so that a file and what the compiler made of it for a published package are the same. */
function checksumOf(text: string): string {
  const bare = text.replaceAll(/^\/\/# sourceMappingURL=.*$/gm, '').replaceAll(/[\s;]+/g, '')
  return createHash('sha256').update(bare).digest('hex')
}
